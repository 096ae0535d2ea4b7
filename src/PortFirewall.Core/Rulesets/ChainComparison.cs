namespace PortFirewall;

/// <summary>Tells in what a chain differs between two rule sets. Applied in order of their new numbers, the differences lead from one to the other.</summary>
internal static class ChainComparison
{
    /// <param name="reference">The chain; null where the reference set does not have it.</param>
    /// <param name="difference">The chain; null where the difference set does not have it.</param>
    public static IEnumerable<IptablesRuleDifference> Compare(IptablesChain? reference, IptablesChain? difference)
    {
        var chain = reference ?? difference!;
        // A built-in chain that a tool did not print accepts everything: see BuiltInChains.
        var missing = chain.IsBuiltIn ? ChainPolicy.Accept : (ChainPolicy?)null;
        var before = reference?.Policy ?? missing;
        var after = difference?.Policy ?? missing;
        if (before != after)
        {
            var kind = before is null ? RuleDifferenceKind.ChainAdded : after is null ? RuleDifferenceKind.ChainRemoved : RuleDifferenceKind.PolicyChanged;
            yield return Of(chain, kind, before, after);
        }
        foreach (var found in CompareRules(chain, reference?.Rules ?? [], difference?.Rules ?? []))
            yield return found;
    }

    private static IEnumerable<IptablesRuleDifference> CompareRules(IptablesChain chain, IReadOnlyList<IptablesRule> reference, IReadOnlyList<IptablesRule> difference)
    {
        var before = reference.Select(RuleNormalForm.Of).ToArray();
        var after = difference.Select(RuleNormalForm.Of).ToArray();
        var stayed = CommonSequence.Find(before, after);
        var staysBefore = stayed.Select(p => p.First).ToHashSet();
        var staysAfter = stayed.Select(p => p.Second).ToHashSet();
        var gone = new Dictionary<string, Queue<IptablesRule>>(StringComparer.Ordinal);
        for (var i = 0; i < before.Length; i++)
        {
            if (staysBefore.Contains(i))
                continue;
            if (!gone.TryGetValue(before[i], out var same))
                gone[before[i]] = same = [];
            same.Enqueue(reference[i]);
        }
        var found = new List<IptablesRuleDifference>();
        for (var i = 0; i < after.Length; i++)
        {
            if (!staysAfter.Contains(i))
                found.Add(Of(chain, gone.TryGetValue(after[i], out var same) && same.TryDequeue(out var moved) ? moved : null, difference[i]));
        }
        found.AddRange(gone.Values.SelectMany(rules => rules).Select(rule => Of(chain, rule, null)));
        return found.OrderBy(d => d.DifferenceNumber ?? d.ReferenceNumber).ThenBy(d => d.Kind);
    }

    private static IptablesRuleDifference Of(IptablesChain chain, IptablesRule? reference, IptablesRule? difference) => new()
    {
        AddressFamily = chain.AddressFamily,
        Table = chain.Table,
        Chain = chain.Name,
        Kind = reference is null ? RuleDifferenceKind.RuleAdded : difference is null ? RuleDifferenceKind.RuleRemoved : RuleDifferenceKind.RuleMoved,
        ReferenceRule = reference,
        DifferenceRule = difference,
    };

    private static IptablesRuleDifference Of(IptablesChain chain, RuleDifferenceKind kind, ChainPolicy? before, ChainPolicy? after) => new()
    {
        AddressFamily = chain.AddressFamily,
        Table = chain.Table,
        Chain = chain.Name,
        Kind = kind,
        ReferencePolicy = kind == RuleDifferenceKind.PolicyChanged ? before : null,
        DifferencePolicy = kind == RuleDifferenceKind.PolicyChanged ? after : null,
    };
}
