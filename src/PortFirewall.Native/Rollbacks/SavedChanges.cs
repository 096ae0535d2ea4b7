namespace PortFirewall;

/// <summary>The changes under a timer that are about to be saved: saving them is confirming them, at the last moment at which the files can still be put back.</summary>
internal sealed class SavedChanges
{
    private readonly IReadOnlyList<IptablesRollback> _open;

    private SavedChanges(IReadOnlyList<IptablesRollback> open) => _open = open;

    /// <summary>Finds them, before the rules are read.</summary>
    public static async Task<SavedChanges> FindAsync(FirewallScope scope, CancellationToken cancellation)
    {
        try
        {
            return new SavedChanges([.. (await Rollbacks.ListAsync(scope, cancellation)).Where(r => r.IsOpen)]);
        }
        catch (FirewallException refused) when (refused.ErrorId == nameof(ToolErrors.PrivilegeRequired))
        {
            // Whoever may not look at timers has started none.
            return new SavedChanges([]);
        }
    }

    /// <summary>Keeps them, or tells that one was taken back while its rules were written.</summary>
    /// <exception cref="FirewallException"><c>SavedChangeRolledBack</c>.</exception>
    public async Task ConfirmAsync()
    {
        foreach (var rollback in _open)
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
}
