using System.Management.Automation;

namespace PortFirewall;

/// <summary>Works out where an allow rule belongs, without changing anything.</summary>
[Cmdlet(VerbsCommon.Find, "IptablesInsertPosition", DefaultParameterSetName = PortSet)]
[OutputType(typeof(IptablesInsertPosition))]
public sealed class FindIptablesInsertPositionCommand : PortRuleCommand
{
    /// <summary>The chain in which to begin.</summary>
    [Parameter(ParameterSetName = PortSet)]
    [ArgumentCompleter(typeof(ChainCompleter))]
    [ValidateNotNullOrEmpty]
    public string Chain { get; set; } = "INPUT";

    /// <summary>Rule sets to judge in place of the live ones, or the files that hold them.</summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = PortSet)]
    [RulesetInput]
    [ValidateNotNullOrEmpty]
    public IptablesRuleset[] Ruleset { get; set; } = [];

    private protected override IReadOnlyList<IptablesRuleset> Offline => Ruleset;

    private protected override void Process() => ForEachPort((ports, families) =>
    {
        ChainName.Check(Chain);
        var asked = ports.SelectMany(port => families.Select(family => ReadRule(port, family) with { Chain = Chain })).ToList();
        var rulesets = ReadRulesetsOfHost(families, onlyWhereAsked: true);
        foreach (var rule in asked)
        {
            foreach (var ruleset in rulesets.Where(r => r.AddressFamily == rule.Family))
                Guard(() => WriteObject(InsertPositionFinder.Find(ruleset, rule)));
        }
    });
}
