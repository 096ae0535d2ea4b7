using System.Text;

namespace PortFirewall;

/// <summary>What becomes of the rules of one family, and what takes it back, known before anything is changed.</summary>
internal sealed class RulesetChange
{
    private readonly IReadOnlyList<ChainChange> _chains;

    private RulesetChange(IptablesRuleset after, IReadOnlyList<ChainChange> chains)
    {
        After = after;
        _chains = [.. chains.Where(c => !c.IsEmpty)];
    }

    public AddressFamily AddressFamily => After.AddressFamily;

    /// <summary>The rules as they will be.</summary>
    public IptablesRuleset After { get; }

    /// <summary>Whether nothing changes.</summary>
    public bool IsEmpty => _chains.Count == 0;

    /// <summary>What takes it back, as <c>undo.awk</c> reads it.</summary>
    public string UndoText
    {
        get
        {
            var text = new StringBuilder();
            foreach (var table in _chains.GroupBy(c => c.Table, StringComparer.Ordinal))
            {
                text.Append('*').Append(table.Key).Append('\n');
                foreach (var chain in table)
                    chain.WriteTo(text);
            }
            return text.ToString();
        }
    }

    /// <summary>The live rules as they will be, with what is known of their host.</summary>
    /// <param name="live">The rules as they were read with it.</param>
    public IptablesRuleset AsReadWith(IptablesRuleset live) => After.With(live.Facts).With(live.OtherHooks);

    /// <summary>The change that edits make, in their order.</summary>
    public static RulesetChange Of(IptablesRuleset before, IReadOnlyList<RuleEdit> edits)
    {
        var after = before;
        var chains = new List<ChainChange>();
        foreach (var part in edits.GroupBy(e => (e.Table, e.Chain)))
        {
            if (before.FindChain(part.Key.Table, part.Key.Chain) is not { } chain)
                continue;
            var rules = chain.Rules.ToList();
            foreach (var edit in part)
                Make(edit, rules, chain);
            chains.Add(new ChainChange(chain.Table, chain.Name, chain.Rules, rules, chain.Rules.Intersect(rules)));
            after = after.With(chain.With(rules.Select((r, i) => r.WithNumber(i + 1))));
        }
        return new RulesetChange(after, chains);
    }

    /// <summary>The change from one rule set to another, whatever makes it.</summary>
    public static RulesetChange Between(IptablesRuleset before, IptablesRuleset after)
    {
        var chains = new List<ChainChange>();
        foreach (var (table, name) in before.Chains.Concat(after.Chains).Select(c => (c.Table, c.Name)).Distinct())
        {
            var (was, will) = (before.FindChain(table, name), after.FindChain(table, name));
            var (old, made) = (was?.Rules ?? [], will?.Rules ?? []);
            var isBuiltIn = (was ?? will)!.IsBuiltIn;
            // Where a text gives no policy, iptables-restore leaves the one that is there.
            var policies = (Before: PolicyOf(was), After: will is { IsPolicyGiven: false } ? PolicyOf(was) : PolicyOf(will));
            chains.Add(new ChainChange(table, name, old, made, RuleAlignment.Of(old, made))
            {
                Policy = isBuiltIn && policies.Before != policies.After ? policies : null,
                IsMade = was is null && !isBuiltIn,
                IsDeleted = will is null && !isBuiltIn,
            });
        }
        return new RulesetChange(after, chains);
    }

    private static void Make(RuleEdit edit, List<IptablesRule> rules, IptablesChain chain)
    {
        if (edit.Number is { } number)
        {
            rules.Insert(Math.Clamp(number - 1, 0, rules.Count), new IptablesRule
            {
                Number = number,
                Chain = chain.Name,
                Table = chain.Table,
                AddressFamily = chain.AddressFamily,
                Packets = edit.Packets,
                Bytes = edit.Bytes,
                Specification = edit.Specification,
                Backend = chain.Backend,
                NetworkNamespace = chain.NetworkNamespace,
            });
        }
        // As iptables deletes by text: the first one.
        else if (rules.FindIndex(r => r.Specification == edit.Specification) is >= 0 and var at)
        {
            rules.RemoveAt(at);
        }
    }

    /// <summary>A chain of the kernel's own that nobody has used yet accepts what reaches its end.</summary>
    private static string PolicyOf(IptablesChain? chain) => chain?.Policy == ChainPolicy.Drop ? "DROP" : "ACCEPT";
}
