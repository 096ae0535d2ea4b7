namespace PortFirewall;

/// <summary>Keeps rules that stand for a moment out of what is kept for long.</summary>
internal static class TemporaryRuleWait
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits until none is in force; takes out those whose owner is gone.</summary>
    /// <exception cref="FirewallException"><c>TemporaryRuleInForce</c>, and as <see cref="RulesetSource"/>.</exception>
    public static async Task UntilNoneAsync(FirewallScope scope, IReadOnlyList<AddressFamily> families, CancellationToken cancellation)
    {
        for (var deadline = DateTime.UtcNow + Longest; ;)
        {
            var rulesets = await RulesetSource.ReadAsync(scope, families, cancellation);
            if (Find(rulesets) is not { } rule)
                return;
            if (await TemporaryRules.RemoveAbandonedAsync(scope, rulesets))
                continue;
            // Who saves while his own session proves waits for himself.
            if (TemporaryMark.Of(rule)!.ProcessId == Environment.ProcessId || DateTime.UtcNow > deadline)
                throw ProofErrors.TemporaryRuleInForce(rule);
            await Task.Delay(Pause, cancellation);
        }
    }

    private static IptablesRule? Find(IEnumerable<IptablesRuleset> rulesets) => rulesets.SelectMany(r => r.Rules).FirstOrDefault(r => TemporaryMark.Of(r) is not null);
}
