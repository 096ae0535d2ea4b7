namespace PortFirewall;

/// <summary>A change of rules that somebody else may undo.</summary>
internal static class ManagedChange
{
    /// <summary>
    /// A sentence for each manager at work that will write what is changed anew, or is in charge of the ports of the host; with its own command for
    /// what the first of the rules opens.
    /// </summary>
    /// <param name="findings">What was found of the managers.</param>
    /// <param name="rules">The rules that come, go or move.</param>
    /// <param name="isSeen">Whether a manager's own chains are in the kernel.</param>
    public static IEnumerable<string> Warnings(IReadOnlyList<ManagerFindings> findings, IReadOnlyList<IptablesRule> rules, Func<ManagerProfile, bool> isSeen)
    {
        foreach (var profile in findings.Where(f => f.IsRunning).Select(f => f.Profile))
        {
            var own = rules.FirstOrDefault(r => !BuiltInChains.Contains(r.Table, r.Chain) && profile.OwnsChain(r.Chain));
            var rule = own ?? (profile.IsInChargeOfPorts ? rules.FirstOrDefault(r => r is { Table: "filter", Chain: "INPUT" }) : null);
            if (rule is null || !isSeen(profile))
                continue;
            var command = string.Format(null, profile.Command, rule.DestinationPort ?? "PORT", rule.Protocol is null or "all" ? "tcp" : rule.Protocol);
            yield return own is not null ? $"{profile.Name} keeps the chain {own.Chain} and writes it anew: what is changed there by hand is gone then. Its own way: {command}."
                : profile.RewritesAll ? $"{profile.Name} writes all rules anew when it starts or reloads: what is changed by hand is gone then. Its own way: {command}."
                : $"{profile.Name} is in charge of the ports of this host, does not know this change and will not make it again. Its own way: {command}.";
        }
    }
}
