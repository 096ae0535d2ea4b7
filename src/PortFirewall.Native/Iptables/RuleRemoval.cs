namespace PortFirewall;

/// <summary>Removes rules from one firewall by their text: all of them, in every family, or none.</summary>
internal sealed class RuleRemoval
{
    private const int Attempts = 5;

    private readonly FirewallScope _scope;
    private IReadOnlyList<IReadOnlyList<IptablesRule>> _found;
    private IReadOnlyList<IptablesRuleset> _before;
    private IReadOnlyList<RuleTransaction> _transactions;

    private RuleRemoval(
        FirewallScope scope,
        IReadOnlyList<IReadOnlyList<IptablesRule>> found,
        IReadOnlyList<IptablesRule> copies,
        IReadOnlyList<FirewallException> errors,
        IReadOnlyList<RuleTransaction> transactions,
        IReadOnlyList<IptablesRuleset> before)
    {
        _scope = scope;
        _found = found;
        _before = before;
        Copies = copies;
        Errors = errors;
        _transactions = transactions;
    }

    /// <summary>The rules as they stand.</summary>
    public IReadOnlyList<IptablesRule> Rules => [.. _found.SelectMany(g => g)];

    /// <summary>Rules that say the same as one that goes, and stay, with the numbers that they will have.</summary>
    public IReadOnlyList<IptablesRule> Copies { get; private set; }

    /// <summary>One for each rule that is not there; more may come where somebody else removes the same at the same moment.</summary>
    public IReadOnlyList<FirewallException> Errors { get; private set; }

    /// <summary>The native commands that will run.</summary>
    public IEnumerable<string> CommandLines => _transactions.Select(t => t.Command.CommandLine);

    /// <summary>What becomes of the rules, family by family.</summary>
    public IReadOnlyList<RulesetChange> Changes
        => [.. _transactions.GroupBy(t => t.Family).Select(t => RulesetChange.Of(_before.First(r => r.AddressFamily == t.Key), [.. t.SelectMany(one => one.Edits)]))];

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
        var foundGroups = new List<IReadOnlyList<IptablesRule>>();
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
                errors.Add(await MissingAsync(scope, rulesets[group[0].AddressFamily], group, cancellation));
            else
                foundGroups.Add(here);
            found.AddRange(here);
        }
        var copies = found.DistinctBy(r => (r.AddressFamily, r.Table, r.Chain, r.Specification))
            .Select(r => rulesets[r.AddressFamily].RequireChain(r.Table, r.Chain) is var chain && chain.With(chain.Rules.Except(found)) is var left ? RuleIdentity.Find(left, r) : null)
            .OfType<IptablesRule>().Select(copy => copy.WithNumber(copy.Number - found.Count(f => IsAbove(f, copy))))
            .ToList();
        var transactions = new List<RuleTransaction>();
        foreach (var part in found.GroupBy(r => (r.AddressFamily, r.Table)))
            transactions.Add(await RuleTransaction.PrepareAsync(scope, part.Key.AddressFamily, Deletions(part), cancellation));
        return new RuleRemoval(scope, foundGroups, copies, errors, transactions, [.. rulesets.Values]);
    }

    /// <summary>
    /// Removes the rules; returned are those that were removed. Where somebody else changes the same chain at the same moment it is planned again,
    /// and tried again.
    /// </summary>
    /// <exception cref="FirewallException"><c>RulesetChanged</c>, and as <see cref="RuleCommit"/>; nothing is left changed.</exception>
    public async Task<IReadOnlyList<IptablesRule>> ApplyAsync(CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await RuleCommit.ApplyAsync(_transactions, _before, cancellation);
                return Rules;
            }
            catch (FirewallException changed) when (attempt < Attempts && changed.ErrorId == nameof(RulesetErrors.RulesetChanged))
            {
                var again = await PrepareAsync(_scope, _found, cancellation);
                (_found, _before, _transactions, Copies) = (again._found, again._before, again._transactions, again.Copies);
                Errors = [.. Errors, .. again.Errors];
            }
        }
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

    private static async Task<FirewallException> MissingAsync(FirewallScope scope, IptablesRuleset ruleset, IReadOnlyList<IptablesRule> group, CancellationToken cancellation)
    {
        var rule = group[0];
        if (await OtherIptables.ExplainAsync(scope, rule.Specification, group.Select(r => r.AddressFamily), other => group.Select(r => SameIn(other, r)).OfType<IptablesRule>(), cancellation) is { } elsewhere)
            return elsewhere;
        return ruleset.FindChain(rule.Table, rule.Chain) is null
            ? RulesetErrors.ChainNotFound(rule.Chain, rule.Table, rule.AddressFamily, ruleset.NetworkNamespace)
            : RulesetErrors.RuleNotFound(rule.Specification, rule.Chain, string.Join(" or ", group.Select(r => r.AddressFamily)), ruleset.NetworkNamespace);
    }

    private static IptablesRule? SameIn(IptablesRuleset ruleset, IptablesRule rule)
        => rule.AddressFamily == ruleset.AddressFamily && ruleset.FindChain(rule.Table, rule.Chain) is { } chain ? RuleIdentity.Find(chain, rule) : null;
}
