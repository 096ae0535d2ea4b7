namespace PortFirewall;

/// <summary>Looks in the other iptables for a rule that one has not: whoever asks for it may not know that there are two.</summary>
internal static class OtherIptables
{
    /// <summary>An error that names the rules there, if there are any.</summary>
    /// <param name="scope">The firewall in which the rule was not found.</param>
    /// <param name="specification">The rule asked for.</param>
    /// <param name="families">The families asked for.</param>
    /// <param name="find">Finds the rules in a rule set.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static async Task<FirewallException?> ExplainAsync(
        FirewallScope scope, string specification, IEnumerable<AddressFamily> families, Func<IptablesRuleset, IEnumerable<IptablesRule>> find, CancellationToken cancellation)
    {
        foreach (var family in families)
        {
            if (await HookedRulesets.ReadOtherAsync(scope, family, cancellation) is { } other && find(other).ToList() is { Count: > 0 } rules)
                return RulesetErrors.RuleInOtherBackend(specification, rules, other.Backend!.Value);
        }
        return null;
    }
}
