using System.Management.Automation;

namespace PortFirewall;

/// <summary>Takes one packet through the rules, and tells of each rule that it meets.</summary>
[Cmdlet(VerbsDiagnostic.Trace, "IptablesPacket", DefaultParameterSetName = PortSet)]
[OutputType(typeof(IptablesTraceStep))]
public sealed class TraceIptablesPacketCommand : PortRuleCommand
{
    /// <summary>Rule sets to walk in place of the live ones, or the files that hold them.</summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = PortSet)]
    [RulesetInput]
    [ValidateNotNullOrEmpty]
    public IptablesRuleset[] Ruleset { get; set; } = [];

    private protected override IReadOnlyList<IptablesRuleset> Offline => Ruleset;

    private protected override void Process() => ForEachPort((ports, families) =>
    {
        foreach (var range in ports.Where(p => !p.IsSingle))
            WriteError(InputErrors.PortNotSingle(range.ToString()));
        var asked = ports.Where(p => p.IsSingle).SelectMany(port => families.Select(family => ReadRule(port, family))).ToList();
        if (asked.Count == 0)
            return;
        // All that Test-PortPath reads: the two have to say the same.
        var rulesets = ReadRulesetsOfHost(families);
        foreach (var rule in asked)
        {
            foreach (var ruleset in rulesets.Where(r => r.AddressFamily == rule.Family))
                Write(PacketTracer.Trace(ruleset, PacketTracer.PacketOf(rule)));
        }
    });

    private void Write(TraceRecorder trace)
    {
        WriteObject(trace.Steps, enumerateCollection: true);
        if (trace.NotGiven.Count > 0)
            WriteWarning($"Some rules take only a part of such packets. To follow a single one, say more of it: {string.Join(", ", trace.NotGiven)}.");
    }
}
