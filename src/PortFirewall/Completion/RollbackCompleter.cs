namespace PortFirewall;

/// <summary>Offers the ids of changes under a timer, each with what was changed and how long there is left to confirm it.</summary>
internal sealed class RollbackCompleter : Completer
{
    /// <inheritdoc/>
    protected override async Task<IEnumerable<CompletionChoice>> FindAsync(TypedCommand command, CancellationToken cancellation)
    {
        if (!command.IsPlaceKnown || !Elevation.IsAtHand(NativeTool.Shell))
            return [];
        // Who decides can only mean what may still be confirmed or taken back.
        var isLook = command.Name.Contains("Get-", StringComparison.OrdinalIgnoreCase);
        return from rollback in await Rollbacks.ListAsync(id: null, cancellation)
               where (isLook || rollback.IsOpen) && (command.NetworkNamespace is { } name ? rollback.IsIn(name) : Rollbacks.IsInSight(rollback))
               select new CompletionChoice(rollback.Id, ToolTip(rollback));
    }

    private static string ToolTip(IptablesRollback rollback)
    {
        var state = rollback.State == IptablesRollbackState.Pending ? $"Pending, {rollback.RemainingSeconds:0} s left" : rollback.State.ToString();
        var place = rollback.NetworkNamespace is null ? "" : $" in {rollback.NetworkNamespace}";
        return $"{state}{place}: {string.Join("; ", rollback.Change.Prepend(rollback.Command))}";
    }
}
