namespace PortFirewall;

/// <summary>Removes rules from one firewall by their text: all of them, in every family, or none.</summary>
internal sealed class RuleRemoval
{
    private readonly IReadOnlyList<RuleTransaction> _transactions;

    private RuleRemoval(
        IReadOnlyList<IptablesRule> rules, IReadOnlyList<IptablesRule> copies, IReadOnlyList<FirewallException> errors, IReadOnlyList<RuleTransaction> transactions)
    {
        Copies = copies;
        Rules = rules;
        Errors = errors;
        _transactions = transactions;
    }

    /// <summary>The rules as they stand.</summary>
    public IReadOnlyList<IptablesRule> Rules { get; }

    /// <summary>Rules that say the same as one that goes, and stay, with the numbers that they will have.</summary>
    public IReadOnlyList<IptablesRule> Copies { get; }

    /// <summary>One for each rule that is not there.</summary>
    public IReadOnlyList<FirewallException> Errors { get; }

    /// <summary>The native commands that will run.</summary>
    public IEnumerable<string> CommandLines => _transactions.Select(t => t.Command.CommandLine);

    /// <param name="scope">The firewall.</param>
    /// <param name="groups">
    /// The rules. Each group is one rule in every family that it may be in: it is an error if none of them has it.
    /// </param>
    /// <param name="cancellation">Stops the reading.</param>
    public static async Task<RuleRemoval> PrepareAsync(
        FirewallScope scope, IReadOnlyList<IReadOnlyList<IptablesRule>> groups, CancellationToken cancellation)
    {
        var families = groups.SelectMany(g => g).Select(r => r.AddressFamily).Distinct().Order().ToList();
        var rulesets = (await RulesetSource.ReadAsync(scope, families, cancellation)).ToDictionary(r => r.AddressFamily);
        var found = new List<IptablesRule>();
        var errors = new List<FirewallException>();
        foreach (var group in groups)
        {
            var here = new List<IptablesRule>();
            foreach (var rule in group)
            {
                var chain = rulesets[rule.AddressFamily].FindChain(rule.Table, rule.Chain);
                // The same rule may be asked for once for each time that it is there.
                if (chain?.With(chain.Rules.Except(found)) is { } left && RuleIdentity.Find(left, rule) is { } live)
                    here.Add(live);
            }
            if (here.Count == 0)
                errors.Add(Missing(rulesets[group[0].AddressFamily], group));
            found.AddRange(here);
        }
        var copies = found.DistinctBy(r => (r.AddressFamily, r.Table, r.Chain, r.Specification))
            .Select(r => rulesets[r.AddressFamily].RequireChain(r.Table, r.Chain) is var chain && chain.With(chain.Rules.Except(found)) is var left ? RuleIdentity.Find(left, r) : null)
            .OfType<IptablesRule>().Select(copy => copy.WithNumber(copy.Number - found.Count(f => IsAbove(f, copy))))
            .ToList();
        var transactions = new List<RuleTransaction>();
        foreach (var part in found.GroupBy(r => (r.AddressFamily, r.Table)))
            transactions.Add(await RuleTransaction.PrepareAsync(scope, part.Key.AddressFamily, Deletions(part), cancellation));
        return new RuleRemoval(found, copies, errors, transactions);
    }

    /// <exception cref="FirewallException"><c>RulesetChanged</c>, and as <see cref="RuleTransaction"/>; nothing is left changed.</exception>
    public async Task<IReadOnlyList<IptablesRule>> ApplyAsync(CancellationToken cancellation)
    {
        await RuleTransaction.ApplyAllAsync(_transactions, cancellation);
        return Rules;
    }

    private static bool IsAbove(IptablesRule rule, IptablesRule other)
        => (rule.AddressFamily, rule.Table, rule.Chain) == (other.AddressFamily, other.Table, other.Chain) && rule.Number < other.Number;

    /// <summary>Deletions one after the other, each with the place that its rule has when its turn comes, so that they can be taken back.</summary>
    private static List<RuleEdit> Deletions(IEnumerable<IptablesRule> rules)
    {
        var edits = new List<RuleEdit>();
        var gone = new List<IptablesRule>();
        foreach (var rule in rules)
        {
            edits.Add(RuleEdit.Delete(rule) with { FormerNumber = rule.Number - gone.Count(g => g.Chain == rule.Chain && g.Number < rule.Number) });
            gone.Add(rule);
        }
        return edits;
    }

    private static FirewallException Missing(IptablesRuleset ruleset, IReadOnlyList<IptablesRule> group)
        => group[0] is var rule && ruleset.FindChain(rule.Table, rule.Chain) is null
            ? RulesetErrors.ChainNotFound(rule.Chain, rule.Table, rule.AddressFamily, ruleset.NetworkNamespace)
            : RulesetErrors.RuleNotFound(rule.Specification, rule.Chain, string.Join(" or ", group.Select(r => r.AddressFamily)), ruleset.NetworkNamespace);
}
