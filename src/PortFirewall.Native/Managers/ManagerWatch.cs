namespace PortFirewall;

/// <summary>Knows, before rules are changed, who will write them anew.</summary>
internal static class ManagerWatch
{
    /// <summary>A sentence for each manager at work that should be asked instead. On a host without any it costs a few looks for files.</summary>
    /// <param name="scope">The firewall.</param>
    /// <param name="rules">The rules that come, go or move.</param>
    /// <param name="cancellation">Stops the looking.</param>
    public static async Task<IReadOnlyList<string>> WarningsAsync(FirewallScope scope, IReadOnlyList<IptablesRule> rules, CancellationToken cancellation)
    {
        var concerned = ManagerProfiles.All.Where(p => Concerns(p, rules)).ToList();
        if (concerned.Count == 0)
            return [];
        var findings = (await ManagerSurvey.LookAsync(scope.NetworkNamespace, concerned, cancellation)).Where(f => f.IsRunning).ToList();
        if (findings.Count == 0)
            return [];
        try
        {
            var rulesets = await RulesetSource.ReadAsync(scope, [.. rules.Select(r => r.AddressFamily).Distinct().Order()], cancellation);
            return [.. ManagedChange.Warnings(findings, rules, profile => rulesets.Any(profile.IsSeenIn))];
        }
        catch (FirewallException)
        {
            // Whatever it is, the change itself will tell.
            return [];
        }
    }

    /// <summary>A chain of its own, or a port of the host that it is in charge of; nobody is asked who is not even installed.</summary>
    private static bool Concerns(ManagerProfile profile, IReadOnlyList<IptablesRule> rules)
        => (profile.MarkerChain is null && rules.Any(r => profile.OwnsChain(r.Chain)))
            || ((profile.MarkerChain is not null || profile.IsInChargeOfPorts) && Array.Exists(profile.Files, Path.Exists)
                && rules.Any(r => r is { Table: "filter", Chain: "INPUT" } || profile.OwnsChain(r.Chain)));
}
