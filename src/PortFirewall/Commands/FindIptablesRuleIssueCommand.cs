using System.Management.Automation;

namespace PortFirewall;

/// <summary>Finds rules that do nothing, or something else than they seem to, and what a firewall has forgotten.</summary>
[Cmdlet(VerbsCommon.Find, "IptablesRuleIssue")]
[OutputType(typeof(IptablesRuleIssue))]
public sealed class FindIptablesRuleIssueCommand : ScopedCommand
{
    private readonly List<IptablesRuleset> _given = [];
    private readonly List<ChainsAsked> _piped = [];
    private AddressFamily[] _families = [];
    private ChainsAsked? _asked;

    /// <summary>The chains to tell of; wildcards allowed. All chains of the table where none is given.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ChainPatternCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Chain { get; set; } = ["*"];

    /// <summary>The table.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(TableCompleter))]
    [ValidateNotNullOrEmpty]
    public string Table { get; set; } = "filter";

    /// <summary>Rule sets to look at in place of the live ones, or the files that hold them.</summary>
    [Parameter(ValueFromPipeline = true)]
    [RulesetInput]
    [ValidateNotNullOrEmpty]
    public IptablesRuleset[] Ruleset { get; set; } = [];

    private protected override IReadOnlyList<IptablesRuleset> Offline => _given;

    private protected override void Begin() => (_families, _asked) = (AddressFamily, new ChainsAsked(Firewall, Table, Chain, AddressFamily));

    private protected override void Process()
    {
        _given.AddRange(Ruleset);
        // A rule set from the pipeline brings its own family along, which is no wish of the user.
        if (Ruleset.Length == 0 && MyInvocation.ExpectingInput)
            _piped.Add(new ChainsAsked(Firewall, Table, Chain, AddressFamily));
    }

    /// <summary>Only with the rule sets of both families at hand can the two be compared.</summary>
    private protected override void End()
    {
        IReadOnlyList<ChainsAsked> asked = _piped.Count > 0 && _given.Count == 0 ? _piped : [_asked!];
        foreach (var table in asked.GroupBy(a => (a.Scope, a.Table)))
            Guard(() => Find(table.Key.Scope, table.Key.Table, [.. table]));
    }

    private void Find(FirewallScope scope, string table, IReadOnlyList<ChainsAsked> asked)
    {
        (AddressFamily, NetworkNamespace, Backend) = (_families, scope.NetworkNamespace, scope.Backend);
        ChainName.CheckTable(table);
        foreach (var chain in asked.SelectMany(a => a.Chains))
            ChainSelection.Check(chain);
        var rulesets = ReadRulesets(FamiliesToRead());
        var chains = asked.SelectMany(a => ChainSelection.Of([.. rulesets.Where(a.Covers)], table, a.Chains, WriteError)).ToHashSet();
        var effort = new SearchEffort(StopToken);
        Progress.Stage = "Comparing the rules";
        var issues = Await(_ => Task.Run(() => RuleIssueFinder.Find(rulesets, table, effort)));
        foreach (var issue in issues)
        {
            if (chains.Any(c => c.Name == issue.Chain && c.AddressFamily == issue.AddressFamily))
                WriteObject(issue);
        }
        if (!effort.IsComplete)
            WriteWarning("The rules overlap in so many ways that the search was given up for some of them: there may be more issues.");
    }

    /// <summary>Chains that somebody asked about.</summary>
    private sealed record ChainsAsked(FirewallScope Scope, string Table, string[] Chains, AddressFamily[] Families)
    {
        public bool Covers(IptablesRuleset ruleset) => Families.Length == 0 || Families.Contains(ruleset.AddressFamily);
    }
}
