namespace PortFirewall;

/// <summary>Compares a saved rule set with the one in force and with the one saved before.</summary>
internal static class SavedRulesetCheck
{
    /// <summary>Why the saved text is not what is in force; null where it is.</summary>
    /// <param name="saved">The file, read back.</param>
    /// <param name="live">The rule set in force.</param>
    /// <param name="proved">The rules that were proved, which must be in the file and decide their packets.</param>
    public static string? FindFault(IptablesRuleset saved, IptablesRuleset live, IReadOnlyList<IptablesRule> proved)
    {
        foreach (var table in live.Tables)
        {
            foreach (var chain in table.Chains)
            {
                if (saved.FindChain(table.Name, chain.Name) is not { } kept)
                    return $"chain {chain} is missing";
                if (kept.Policy != chain.Policy)
                    return $"the policy of {chain} is {kept.Policy}, not {chain.Policy}";
                if (!kept.Rules.Select(r => r.Specification).SequenceEqual(chain.Rules.Select(r => r.Specification)))
                    return $"the rules of {chain} differ";
            }
        }
        foreach (var rule in proved)
        {
            if (saved.FindChain(rule.Table, rule.Chain) is not { } chain || RuleIdentity.Find(chain, rule) is not { } kept)
                return $"the rule '{rule.Specification}' is not there";
            if (PortRuleReader.Read(kept) is { } asked && !RuleEffect.Of(saved, [asked]).Decides(kept))
                return $"the rule '{rule.Specification}' is behind what stops its packets";
        }
        return null;
    }

    /// <summary>The rules of one set that the other does not have, counted, so that a second copy is seen.</summary>
    public static IptablesRule[] Missing(IptablesRuleset from, IptablesRuleset? other)
    {
        var left = (other?.Tables ?? []).SelectMany(AllRules).GroupBy(Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        return [.. from.Tables.SelectMany(AllRules).Where(rule => !Take(Key(rule)))];

        bool Take(string key)
        {
            if (left.GetValueOrDefault(key) == 0)
                return false;
            left[key]--;
            return true;
        }
    }

    private static IEnumerable<IptablesRule> AllRules(IptablesTable table) => table.Chains.SelectMany(c => c.Rules);

    private static string Key(IptablesRule rule) => $"{rule.Table} {rule.Chain} {rule.Specification}";
}
