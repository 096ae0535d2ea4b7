namespace PortFirewall;

/// <summary>What is to be done for one rule that somebody asked for.</summary>
/// <param name="Rule">The rule asked for.</param>
internal sealed record PlannedRule(PortRule Rule)
{
    /// <summary>Its text, put together once: it is asked for at every step.</summary>
    public string Specification { get; } = Rule.Specification;

    /// <summary>Where it goes; null where nothing is to be inserted.</summary>
    public IptablesInsertPosition? Position { get; init; }

    /// <summary>The number that it will have once everything planned is in; null where nothing is to be inserted.</summary>
    public int? Number { get; init; }

    /// <summary>The rule that already does what was asked; null where there is none.</summary>
    public IptablesRule? Existing { get; init; }

    /// <summary>Why it can't be done; null where it can.</summary>
    public FirewallException? Error { get; init; }

    /// <summary>What the user should know although it is done.</summary>
    public string? Warning { get; init; }

    /// <summary>Whether the rule must decide its packets once it is in: not where the user insisted on a place without effect.</summary>
    public bool MustDecide { get; init; } = true;

    /// <summary>Another rule of the same plan that accepts its packets, so that it need not go in; null where there is none.</summary>
    public PortRule? CoveredBy { get; init; }

    /// <summary>The rule as it would stand in the chain that it goes to.</summary>
    public IptablesRule In(IptablesRuleset ruleset) => Rule.At(Number!.Value, ruleset, Position!.Chain, Specification);

    public bool IsInsert => Position is not null && Error is null && Existing is null && CoveredBy is null;
}
