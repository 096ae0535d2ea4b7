using System.Management.Automation;

namespace PortFirewall;

/// <summary>Works out where an allow rule belongs, without changing anything.</summary>
[Cmdlet(VerbsCommon.Find, "IptablesInsertPosition", DefaultParameterSetName = PortSet)]
[OutputType(typeof(IptablesInsertPosition))]
public sealed class FindIptablesInsertPositionCommand : PortRuleCommand
{
    /// <summary>The chain in which to begin.</summary>
    [Parameter(ParameterSetName = PortSet)]
    [ValidateNotNullOrEmpty]
    public string Chain { get; set; } = "INPUT";

    private protected override void Process() => ForEachPort((ports, families) =>
    {
        ChainName.Check(Chain);
        var asked = ports.SelectMany(port => families.Select(family => ReadRule(port, family) with { Chain = Chain })).ToList();
        var rulesets = ReadRulesets(families).ToDictionary(r => r.AddressFamily);
        foreach (var rule in asked)
            Guard(() => WriteObject(InsertPositionFinder.Find(rulesets[rule.Family], rule)));
    });
}
