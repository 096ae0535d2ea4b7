using System.Management.Automation;

namespace PortFirewall;

/// <summary>Tells what becomes of packets to a port: which rule decides, and for whom.</summary>
[Cmdlet(VerbsDiagnostic.Test, "PortPath", DefaultParameterSetName = PortSet)]
[OutputType(typeof(PortPath), typeof(bool))]
public sealed class TestPortPathCommand : PortRuleCommand
{
    /// <summary>Say only whether everyone asked about is accepted.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override void Process() => ForEachPort(port =>
    {
        var families = FamiliesToRead(Source, Destination);
        var rules = families.ToDictionary(f => f, f => ReadRule(port, f));
        var paths = ReadRulesets(families).Select(r => PortPathAnalysis.Analyze(r, rules[r.AddressFamily].Packets, rules[r.AddressFamily].Protocol)).ToList();
        if (Quiet)
            WriteObject(paths.TrueForAll(p => p.Verdict == PortVerdict.Accept));
        else
            WriteObject(paths, enumerateCollection: true);
    });
}
