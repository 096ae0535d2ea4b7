using System.Management.Automation;

namespace PortFirewall;

/// <summary>Finds rules that do nothing, or something else than they seem to, and what a firewall has forgotten.</summary>
[Cmdlet(VerbsCommon.Find, "IptablesRuleIssue")]
[OutputType(typeof(IptablesRuleIssue))]
public sealed class FindIptablesRuleIssueCommand : ScopedCommand
{
    private readonly List<IptablesRuleset> _given = [];
    private AddressFamily[] _families = [];

    /// <summary>The chains to tell of; wildcards allowed. All chains of the table where none is given.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Chain { get; set; } = ["*"];

    /// <summary>The table.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Table { get; set; } = "filter";

    /// <summary>Rule sets to look at in place of the live ones, or the files that hold them.</summary>
    [Parameter(ValueFromPipeline = true)]
    [RulesetInput]
    [ValidateNotNullOrEmpty]
    public IptablesRuleset[] Ruleset { get; set; } = [];

    private protected override IReadOnlyList<IptablesRuleset> Offline => _given;

    private protected override void Begin() => _families = AddressFamily;

    private protected override void Process() => _given.AddRange(Ruleset);

    /// <summary>Only with the rule sets of both families at hand can the two be compared.</summary>
    private protected override void End()
    {
        // A rule set from the pipeline brings its own family along, which is no wish of the user.
        AddressFamily = _families;
        ChainName.CheckTable(Table);
        foreach (var chain in Chain)
            ChainSelection.Check(chain);
        var rulesets = ReadRulesets(FamiliesToRead());
        var chains = ChainSelection.Of(rulesets, Table, Chain, WriteError).ToHashSet();
        var effort = new SearchEffort(StopToken);
        var issues = RuleIssueFinder.Find(rulesets, Table, effort);
        foreach (var issue in issues)
        {
            if (chains.Any(c => c.Name == issue.Chain && c.AddressFamily == issue.AddressFamily))
                WriteObject(issue);
        }
        if (!effort.IsComplete)
            WriteWarning("The rules overlap in so many ways that the search was given up for some of them: there may be more issues.");
    }
}
