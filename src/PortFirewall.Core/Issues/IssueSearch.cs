namespace PortFirewall;

/// <summary>One table of one rule set, with what is known of it, as each kind of issue looks at it.</summary>
internal sealed class IssueSearch
{
    private readonly Dictionary<string, TableScene> _scenes = new(StringComparer.Ordinal);
    private readonly HashSet<IptablesRule> _removable = new(ReferenceEqualityComparer.Instance);

    public IssueSearch(IptablesRuleset ruleset, IptablesTable table, SearchEffort effort)
    {
        Effort = effort;
        Ruleset = ruleset;
        Scene = SceneOf(table.Name)!;
        if (Scene.HasLoop)
            return;
        var dead = new DeadRules(Scene);
        dead.Find();
        Dead = dead.Dead;
        Blocked = dead.Blocked;
        _removable.UnionWith(Dead.Select(d => d.Rule));
    }

    public IptablesRuleset Ruleset { get; }

    public TableScene Scene { get; }

    public IReadOnlyList<DeadRule> Dead { get; } = [];

    public IReadOnlyList<DeadRule> Blocked { get; } = [];

    /// <summary>The rule sets of the other families.</summary>
    public IReadOnlyList<IssueSearch> Others { get; set; } = [];

    public SearchEffort Effort { get; }

    public TableScene? SceneOf(string table)
    {
        if (!_scenes.TryGetValue(table, out var scene) && Ruleset.FindTable(table) is { } found)
            _scenes[table] = scene = new TableScene(found, Ruleset.AddressFamily, Effort);
        return scene;
    }

    /// <summary>Whether somebody may remove the rule on our word: what is said of others must hold with it and without it.</summary>
    public bool IsRemovable(IptablesRule rule) => _removable.Contains(rule);

    public void MarkRemovable(IptablesRule rule) => _removable.Add(rule);

    public IptablesRuleIssue Issue(RuleIssueId id, RuleIssueSeverity severity, IptablesRule rule, IReadOnlyList<IptablesRule> related, string message, string action) => new()
    {
        Id = id,
        Severity = severity,
        AddressFamily = Ruleset.AddressFamily,
        Table = rule.Table,
        Chain = rule.Chain,
        RuleNumber = rule.Number,
        Rule = rule,
        Related = related,
        Message = message,
        RecommendedAction = action,
        NetworkNamespace = Ruleset.NetworkNamespace,
    };

    public IptablesRuleIssue Issue(RuleIssueId id, RuleIssueSeverity severity, IptablesChain chain, IReadOnlyList<IptablesRule> related, string message, string action) => new()
    {
        Id = id,
        Severity = severity,
        AddressFamily = Ruleset.AddressFamily,
        Table = chain.Table,
        Chain = chain.Name,
        Related = related,
        Message = message,
        RecommendedAction = action,
        NetworkNamespace = Ruleset.NetworkNamespace,
    };
}
