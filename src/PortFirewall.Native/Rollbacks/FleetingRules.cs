namespace PortFirewall;

/// <summary>Rules that are there and that a timer will take away again: whoever asks for one may think that it stays.</summary>
internal static class FleetingRules
{
    /// <summary>A sentence for each change under a timer that brought one of the rules.</summary>
    /// <param name="scope">The firewall.</param>
    /// <param name="there">Rules that somebody wants and that are there already.</param>
    /// <param name="cancellation">Stops the looking.</param>
    public static async Task<IReadOnlyList<string>> WarningsAsync(FirewallScope scope, IReadOnlyList<IptablesRule> there, CancellationToken cancellation)
    {
        if (there.Count == 0)
            return [];
        try
        {
            var wanted = there.Select(RollbackDescription.OfAdded).ToHashSet(StringComparer.Ordinal);
            return [.. (await Rollbacks.ListAsync(scope, cancellation)).Where(r => r.State == IptablesRollbackState.Pending && r.Change.Any(wanted.Contains))
                .Select(r => $"This rule is there already, and is taken back at {ClockText.Of(r.Deadline)} unless that change is confirmed: Confirm-IptablesChange {r.Id}")];
        }
        catch (FirewallException)
        {
            // Whoever may not look at timers is told about that where he asks for them.
            return [];
        }
    }
}
