namespace PortFirewall;

/// <summary>
/// The changes under a timer that concern what is saved. Saving all of one into what boot loads is confirming it, at the last moment at which the
/// files can still be put back; any other stays under its timer.
/// </summary>
internal sealed class SavedChanges
{
    private readonly IReadOnlyList<IptablesRollback> _kept;
    private readonly IReadOnlyList<IptablesRollback> _waiting;

    private SavedChanges(IReadOnlyList<IptablesRollback> kept, IReadOnlyList<IptablesRollback> waiting) => (_kept, _waiting) = (kept, waiting);

    /// <summary>Those that saving confirms, by their names.</summary>
    public IReadOnlyList<string> Confirmed => [.. _kept.Select(r => r.Id)];

    /// <summary>Finds them, before the rules are read.</summary>
    public static async Task<SavedChanges> FindAsync(FirewallScope scope, SavePlan plan, CancellationToken cancellation)
    {
        var kept = new List<IptablesRollback>();
        var waiting = new List<IptablesRollback>();
        foreach (var rollback in await OpenAsync(scope with { Backend = null }, cancellation))
        {
            var saved = 0;
            foreach (var family in rollback.AddressFamily.Where(f => plan.Targets.Any(t => t.Family == f)))
            {
                // The default may be asked for by name, and by none.
                if (await IptablesTools.BackendOfAsync(family, rollback.Backend, cancellation) == await IptablesTools.BackendOfAsync(family, scope.Backend, cancellation))
                    saved++;
            }
            // A copy that nothing loads decides nothing, and neither does half of a change.
            if (plan.IsForBoot && saved == rollback.AddressFamily.Length)
                kept.Add(rollback);
            else if (saved > 0 && rollback.State == IptablesRollbackState.Pending)
                waiting.Add(rollback);
        }
        return new SavedChanges(kept, waiting);
    }

    /// <summary>Keeps them, or tells that one was taken back while its rules were written.</summary>
    /// <exception cref="FirewallException"><c>SavedChangeRolledBack</c>.</exception>
    public async Task ConfirmAsync()
    {
        foreach (var rollback in _kept)
        {
            try
            {
                await Rollbacks.ConfirmAsync(rollback.Id);
            }
            catch (FirewallException late)
            {
                throw RollbackErrors.SavedChangeRolledBack(late.Target as IptablesRollback ?? rollback);
            }
        }
    }

    /// <summary>What the user should know of the timers.</summary>
    /// <param name="files">What was written, for people.</param>
    public IEnumerable<string> Notes(string files) =>
    [
        .. _kept.Select(r => SaveNotes.Confirmed(r)),
        .. _waiting.Select(r => SaveNotes.StillWaiting(files, r)),
    ];

    private static async Task<IReadOnlyList<IptablesRollback>> OpenAsync(FirewallScope scope, CancellationToken cancellation)
    {
        try
        {
            return [.. (await Rollbacks.ListAsync(scope, cancellation)).Where(r => r.IsOpen)];
        }
        catch (FirewallException refused) when (refused.ErrorId == nameof(ToolErrors.PrivilegeRequired))
        {
            // Whoever may not look at timers has started none.
            return [];
        }
    }
}
