namespace PortFirewall;

/// <summary>Tells from the rule sets before and after whether changes were made, where the tool that was to make them doesn't say.</summary>
internal static class EditEvidence
{
    /// <summary>Whether the changes, which are made all or none, are there.</summary>
    /// <param name="edits">The changes.</param>
    /// <param name="before">The rule set as it was; null where it had none of these rules.</param>
    /// <param name="now">The rule set as it is; others may have changed it too.</param>
    public static bool AreMade(IReadOnlyList<RuleEdit> edits, IptablesRuleset? before, IptablesRuleset now)
    {
        var chains = edits.GroupBy(e => (e.Table, e.Chain)).ToList();
        if (before is not null && !HasChanged(edits, before, now))
            return false;
        if (before is not null && AreAllThatChanged(edits, before, now))
            return true;
        // Somebody else was there as well: what can be told is how often each text is there.
        var counts = chains.SelectMany(c => c.GroupBy(e => e.Specification).Select(g => (
            Wanted: g.Sum(e => e.Number is null ? -1 : 1),
            Found: Count(now, c.Key, g.Key) - (before is null ? 0 : Count(before, c.Key, g.Key))))).Where(c => c.Wanted != 0).ToList();
        return counts.Count > 0 && counts.TrueForAll(c => Math.Sign(c.Wanted) == Math.Sign(c.Found));
    }

    /// <summary>Whether the chains concerned are to the letter what the changes make of them: nobody else has changed anything there.</summary>
    public static bool AreAllThatChanged(IReadOnlyList<RuleEdit> edits, IptablesRuleset before, IptablesRuleset now)
        => edits.GroupBy(e => (e.Table, e.Chain)).All(c => Model(Texts(before, c.Key), c)?.SequenceEqual(Texts(now, c.Key), StringComparer.Ordinal) == true);

    /// <summary>Whether the chains concerned have other rules than before, or others in another order.</summary>
    public static bool HasChanged(IReadOnlyList<RuleEdit> edits, IptablesRuleset before, IptablesRuleset now)
        => edits.Select(e => (e.Table, e.Chain)).Distinct().Any(c => !Texts(before, c).SequenceEqual(Texts(now, c), StringComparer.Ordinal));

    private static IEnumerable<string> Texts(IptablesRuleset ruleset, (string Table, string Chain) place)
        => ruleset.FindChain(place.Table, place.Chain)?.Rules.Select(r => r.Specification) ?? [];

    private static int Count(IptablesRuleset ruleset, (string Table, string Chain) place, string text) => Texts(ruleset, place).Count(t => t == text);

    /// <summary>The rules of a chain after the changes; null where they can't be made there.</summary>
    private static List<string>? Model(IEnumerable<string> texts, IEnumerable<RuleEdit> edits)
    {
        var rules = texts.ToList();
        foreach (var edit in edits)
        {
            if (edit.Number is null ? !rules.Remove(edit.Specification) : edit.Number > rules.Count + 1)
                return null;
            if (edit.Number is { } number)
                rules.Insert(number - 1, edit.Specification);
        }
        return rules;
    }
}
