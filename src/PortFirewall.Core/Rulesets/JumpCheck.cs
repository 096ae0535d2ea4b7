namespace PortFirewall;

/// <summary>Checks what the kernel checks when it loads a table: that jumps lead somewhere, and that none leads back.</summary>
internal static class JumpCheck
{
    /// <exception cref="FirewallException"><c>UnreadableRuleset</c>, with line and column of the jump.</exception>
    public static void Check(IptablesRuleset ruleset, List<ChainJump> jumps)
    {
        foreach (var table in jumps.GroupBy(j => j.Table, StringComparer.Ordinal))
        {
            var chains = ruleset.FindTable(table.Key)!;
            var within = new Dictionary<string, List<ChainJump>>(StringComparer.Ordinal);
            foreach (var jump in table)
            {
                if (chains.Find(jump.To) is not { } to)
                {
                    if (jump.MustBeChain)
                        throw RulesetErrors.UnreadableRuleset(jump.Line, jump.Column, $"the table {table.Key} has no chain '{jump.To}', and no target of that name is known");
                }
                else if (to.IsBuiltIn)
                {
                    throw RulesetErrors.UnreadableRuleset(jump.Line, jump.Column, $"{jump.To} is a chain that only the kernel calls");
                }
                else
                {
                    (within.TryGetValue(jump.From, out var found) ? found : within[jump.From] = []).Add(jump);
                }
            }
            CheckLoops(chains.Chains.Where(c => c.IsBuiltIn).Select(c => c.Name), within);
        }
    }

    /// <summary>Follows the jumps from the kernel's chains, each chain once; the legacy kernel too lets loops be that no packet can reach.</summary>
    private static void CheckLoops(IEnumerable<string> beginnings, Dictionary<string, List<ChainJump>> within)
    {
        var isDone = new Dictionary<string, bool>(StringComparer.Ordinal);
        // A stack of our own: chains may be nested deeper than the stack of the process.
        var open = new Stack<(string Chain, int Next)>();
        foreach (var beginning in beginnings)
        {
            for (Enter(beginning); open.TryPop(out var at);)
            {
                if (!within.TryGetValue(at.Chain, out var jumps) || at.Next == jumps.Count)
                {
                    isDone[at.Chain] = true;
                    continue;
                }
                open.Push(at with { Next = at.Next + 1 });
                var jump = jumps[at.Next];
                if (!isDone.TryGetValue(jump.To, out var done))
                    Enter(jump.To);
                else if (!done)
                    throw RulesetErrors.UnreadableRuleset(jump.Line, jump.Column, $"the chain '{jump.To}' leads back into itself");
            }
        }

        void Enter(string chain)
        {
            isDone[chain] = false;
            open.Push((chain, 0));
        }
    }
}
