namespace PortFirewall;

/// <summary>Errors about changes that a timer takes back.</summary>
internal static class RollbackErrors
{
    public static FirewallException InvalidRollbackTime(int seconds, int longest) => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, seconds,
        $"'{seconds}' is not a time after which a change can be taken back.",
        $"Give 1 to {longest} seconds, or 0 for no rollback.",
        terminating: true);

    public static FirewallException InvalidRollbackId(string id) => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, id,
        $"'{(id.Length > 60 ? id[..60] + "…" : id)}' can't be the id of a rollback.",
        "Give the eight hexadecimal digits that Get-IptablesRollback shows.");

    public static FirewallException InvalidRollback() => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, null,
        "What was given as a rollback is not one.",
        "Give what Get-IptablesRollback emits, or its id.");

    public static FirewallException RollbackNotFound(string id) => FirewallException.Create(
        FirewallErrorKind.ObjectNotFound, id,
        $"There is no rollback '{id}'.",
        "List them with Get-IptablesRollback. Old ones are forgotten, and all of them when the machine restarts.");

    public static FirewallException NoRollbackPending(string awaited, string? networkNamespace, IptablesRollback? latest) => FirewallException.Create(
        FirewallErrorKind.ObjectNotFound, latest,
        $"No change is waiting to be {awaited}{(networkNamespace is null ? "" : $" in network namespace '{networkNamespace}'")}.{(latest is null ? "" : $" The latest one is {latest}{Reason(latest)}")}",
        "See what has become of changes with Get-IptablesRollback.");

    public static FirewallException RollbackNotArmed(string why) => FirewallException.Create(
        FirewallErrorKind.WriteError, null,
        $"The timer that would take the change back could not be started, so nothing was changed: {ToolErrors.Shorten(why)}",
        "See that /run/portfirewall can be written to and has room, or change without a timer: -RollbackAfter 0.");

    public static FirewallException ChangeRolledBack(IptablesRollback rollback) => FirewallException.Create(
        FirewallErrorKind.InvalidOperation, rollback,
        $"The change {rollback.Id} was taken back{(rollback.Finished is { } finished ? $" at {ClockText.Of(finished)}" : "")} before it was confirmed{Reason(rollback)}",
        "Make the change again if it is wanted, and confirm it in time or give it longer with -RollbackAfter.");

    public static FirewallException ChangeConfirmed(IptablesRollback rollback) => FirewallException.Create(
        FirewallErrorKind.InvalidOperation, rollback,
        $"The change {rollback.Id} has been confirmed, and is not taken back any more.",
        "Make the opposite change: Remove-IptablesRule, Add-IptablesPortRule, or Restore-IptablesRuleset.");

    public static FirewallException RollbackFailed(IptablesRollback rollback) => FirewallException.Create(
        FirewallErrorKind.InvalidResult, rollback,
        $"The change {rollback.Id} could not be taken back{Reason(rollback)}",
        "See to what the message says, and try again with Undo-IptablesChange; Get-IptablesRollback shows what was changed.");

    public static FirewallException RollbackNotSettled(IptablesRollback rollback) => FirewallException.Create(
        FirewallErrorKind.ResourceBusy, rollback,
        $"The change {rollback.Id} is being taken back, and that has not ended yet.",
        "Look again with Get-IptablesRollback.");

    public static FirewallException RollbackNotWritten(IptablesRollback rollback) => FirewallException.Create(
        FirewallErrorKind.WriteError, rollback,
        $"What was decided on the change {rollback.Id} can't be written down: nothing can be renamed in /run/portfirewall/rollbacks.",
        "See whether /run is read-only. It can't be confirmed until that is mended; Undo-IptablesChange and the timer take the change back all the same.");

    public static FirewallException RollbackOutOfReach(IptablesRollback rollback) => FirewallException.Create(
        FirewallErrorKind.InvalidOperation, rollback,
        $"The change {rollback.Id} was made in another network namespace, to which neither a name nor its timer leads from here. Nothing was touched.",
        "Take it back within that network namespace. Where the namespace is gone, Confirm-IptablesChange ends the matter.");

    public static FirewallException SavedChangeRolledBack(IptablesRollback rollback) => FirewallException.Create(
        FirewallErrorKind.InvalidOperation, rollback,
        $"The rules were not saved: the change {rollback.Id} was taken back meanwhile{Reason(rollback)} The earlier files are as they were.",
        "Make the change again if it is wanted, confirm it with Confirm-IptablesChange, and save then.");

    private static string Reason(IptablesRollback rollback) => rollback.Message is null ? "." : $": {rollback.Message}";
}
