namespace PortFirewall;

/// <summary>Answers whether an exact rule exists: iptables says whether, the rule set says where.</summary>
internal static class RuleTester
{
    /// <exception cref="FirewallException"><c>ChainNotFound</c>, and as <see cref="RuleCheck"/>.</exception>
    public static async Task<IptablesRuleTest> TestAsync(FirewallScope scope, AddressFamily family, IptablesRule rule, CancellationToken cancellation)
    {
        var ruleset = await RulesetSource.ReadAsync(scope, family, cancellation, rule.Table);
        // iptables answers "no" for a chain that is not there, so that question comes first.
        var chain = ruleset.RequireChain(rule.Table, rule.Chain);
        var words = RuleTokenizer.Split(rule.Specification).Select(t => t.Text).ToList();
        var check = await NativeRunner.PrepareAsync(await RuleCheck.CommandAsync(scope, family, rule.Table, rule.Chain, words, cancellation), cancellation);
        var exists = await RuleCheck.RunAsync(check, cancellation);
        var wanted = RuleNormalForm.Of(RuleReader.Read(rule.Specification), family);
        return new IptablesRuleTest
        {
            Exists = exists,
            RuleNumber = exists ? [.. chain.Rules.Where(r => RuleNormalForm.Of(r) == wanted).Select(r => r.Number)] : [],
            Specification = rule.Specification,
            Table = rule.Table,
            Chain = rule.Chain,
            AddressFamily = family,
            Command = check.CommandLine,
            NetworkNamespace = scope.NetworkNamespace,
            Backend = ruleset.Backend,
        };
    }
}
