using System.Management.Automation;

namespace PortFirewall;

/// <summary>The base of the cmdlets that ask what becomes of packets to a port, by the live rules or by those of a rule set.</summary>
public abstract class PortPathCommand : PortRuleCommand
{
    /// <summary>Ports, ranges (<c>6000-6010</c>) or service names (<c>ssh</c>); of a rule, those that it names.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PortSet)]
    [ArgumentCompleter(typeof(PortCompleter))]
    [PortInput(TakesRules = true)]
    [ValidateNotNullOrEmpty]
    public override string[] Port { get; set; } = [];

    /// <summary>Rule sets to judge in place of the live ones, or the files that hold them.</summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = PortSet)]
    [RulesetInput]
    [ValidateNotNullOrEmpty]
    public IptablesRuleset[] Ruleset { get; set; } = [];

    private protected override IReadOnlyList<IptablesRuleset> Offline => Ruleset;

    /// <summary>Works the answers out from the rules.</summary>
    private protected List<PortPath> Analyze(List<PortRule> asked, IReadOnlyList<AddressFamily> families)
    {
        var rulesets = ReadRulesetsOfHost(families);
        return asked.SelectMany(rule => rulesets.Where(r => r.AddressFamily == rule.Family).Select(r => PortPathAnalysis.Analyze(r, rule.Packets, rule.Protocol))).ToList();
    }

    /// <summary>The questions about ports of one input.</summary>
    private protected List<PortRule> Ask(IReadOnlyList<PortRange> ports, IReadOnlyList<AddressFamily> families)
        => ports.SelectMany(port => families.Select(family => ReadRule(port, family))).ToList();
}
