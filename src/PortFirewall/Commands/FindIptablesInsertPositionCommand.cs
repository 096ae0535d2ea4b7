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

    private protected override void Process() => ForEachPort(port =>
    {
        ChainName.Check(Chain);
        var families = FamiliesToRead(Source, Destination);
        var rules = families.ToDictionary(f => f, f => ReadRule(port, f) with { Chain = Chain });
        foreach (var ruleset in ReadRulesets(families))
            Guard(() => WriteObject(InsertPositionFinder.Find(ruleset, rules[ruleset.AddressFamily])));
    });
}
