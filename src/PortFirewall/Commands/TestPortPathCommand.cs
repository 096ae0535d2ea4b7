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

    private protected override void Process() => ForEachPort((ports, families) =>
    {
        var asked = ports.SelectMany(port => families.Select(family => ReadRule(port, family))).ToList();
        var rulesets = ReadRulesets(families).ToDictionary(r => r.AddressFamily);
        var paths = asked.ConvertAll(rule => PortPathAnalysis.Analyze(rulesets[rule.Family], rule.Packets, rule.Protocol));
        if (Quiet)
            WriteObject(paths.TrueForAll(p => p.Verdict == PortVerdict.Accept));
        else
            WriteObject(paths, enumerateCollection: true);
    });
}
