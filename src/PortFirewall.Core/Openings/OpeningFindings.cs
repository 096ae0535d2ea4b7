namespace PortFirewall;

/// <summary>Says how it ended, in a sentence or two.</summary>
internal static class OpeningFindings
{
    /// <summary>Every step has succeeded.</summary>
    public static string Success(PortOpeningAction action, OpeningDraft draft, IptablesRollback? rollback)
    {
        var places = string.Join(" and ", draft.Rules.Select(r => $"{r.Place} ({r.AddressFamily})"));
        var vantages = draft.Probes.Where(p => p.CrossesNetwork).Select(p => p.Vantage).Distinct(StringComparer.Ordinal).ToList();
        var from = string.Join(" and ", vantages);
        // A counter that rose tells of one; their own packets tell of all of them.
        var counted = vantages.Count == 1 ? "it" : draft.Proofs.All(p => p.Each.Count > 0 && p.Each.All(e => e is { IsProved: true, OwnPackets: > 0 } or { Probe.CrossesNetwork: false })) ? "each of them" : "at least one of them";
        return action == PortOpeningAction.Open
            ? $"Open: {(draft.Probes.Any(p => p.Outcome == ProbeOutcome.Replied) ? "the service answered" : "a connection came from")} {from}, and {places} counted {counted}. {Kept(draft, rollback)}"
            : $"Closed: {places} {(draft.Rules.Count == 1 ? "is" : "are")} removed, and nothing answers {from} any more. {Kept(draft, rollback)}";
    }

    /// <summary>A step has failed.</summary>
    public static string Failure(OpeningDraft draft)
        => (draft.Error!.Message is [.., '.' or '?'] ? draft.Error.Message : draft.Error.Message + ".") + (draft.IsUndone ? " What had been changed was undone." : draft.Changed.Count == 0 ? " Nothing was changed." : " What had been changed could not be undone.");

    private static string Kept(OpeningDraft draft, IptablesRollback? rollback)
        => draft.Saves.Count > 0 ? $"Saved in {string.Join(" and ", draft.Saves.Select(s => s.Path))}."
            : draft.Changed.Count == 0 ? "Nothing was changed or saved."
            : rollback is { State: IptablesRollbackState.Pending } ? $"Not saved: it is taken back at {ClockText.Of(rollback.Deadline)} unless it is confirmed."
            : "Not saved: a restart takes it back.";
}
