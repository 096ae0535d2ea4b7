using System.Management.Automation;

namespace PortFirewall;

/// <summary>Tells what becomes of packets to a port: which rule decides, and for whom.</summary>
[Cmdlet(VerbsDiagnostic.Test, "PortPath", DefaultParameterSetName = PortSet)]
[OutputType(typeof(PortPath), typeof(bool))]
public sealed class TestPortPathCommand : PortRuleCommand
{
    /// <summary>Rule sets to judge in place of the live ones.</summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = PortSet)]
    [ValidateNotNullOrEmpty]
    public IptablesRuleset[] Ruleset { get; set; } = [];

    private protected override IReadOnlyList<IptablesRuleset> Offline => Ruleset;

    /// <summary>Say only whether everyone asked about is accepted.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override void Process() => ForEachPort((ports, families) =>
    {
        var asked = ports.SelectMany(port => families.Select(family => ReadRule(port, family))).ToList();
        var rulesets = ReadRulesetsOfHost(families);
        var paths = asked.SelectMany(rule => rulesets.Where(r => r.AddressFamily == rule.Family).Select(r => PortPathAnalysis.Analyze(r, rule.Packets, rule.Protocol))).ToList();
        if (Quiet)
            WriteObject(paths.TrueForAll(p => p.Verdict == PortVerdict.Accept));
        else
            WriteObject(paths, enumerateCollection: true);
    });
}
