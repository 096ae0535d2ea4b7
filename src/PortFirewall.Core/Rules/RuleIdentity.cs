namespace PortFirewall;

/// <summary>Finds a rule again by what it is. Its number is a hint only: others may have come or gone ahead of it.</summary>
internal static class RuleIdentity
{
    /// <summary>The rule in the chain, or null. Of several that say the same, the first, which is the one that iptables deletes.</summary>
    public static IptablesRule? Find(IptablesChain chain, IptablesRule rule)
    {
        if (chain.Rules.FirstOrDefault(r => r.Specification == rule.Specification) is { } same)
            return same;
        var wanted = RuleNormalForm.Of(rule);
        return chain.Rules.FirstOrDefault(r => RuleNormalForm.Of(r) == wanted);
    }

    /// <exception cref="FirewallException"><c>RuleNotFound</c>.</exception>
    public static IptablesRule Require(IptablesChain chain, IptablesRule rule)
        => Find(chain, rule) ?? throw RulesetErrors.RuleNotFound(rule.Specification, chain.Name, $"{chain.AddressFamily}", chain.NetworkNamespace);
}
