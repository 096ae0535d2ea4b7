namespace PortFirewall;

/// <summary>Errors about keeping whole rule sets and bringing them back.</summary>
internal static class CheckpointErrors
{
    public static FirewallException SetNotFound(SetReference reference, IpsetHeader? header) => FirewallException.Create(
        FirewallErrorKind.ObjectNotFound, reference.Set,
        $"Nothing was restored: {reference.Rule.Place} ({reference.Rule.AddressFamily}) asks for the set '{reference.Set}', and there is no such set.",
        header is null ? $"Make the set with 'ipset create {reference.Set}' and its type, or restore it with 'ipset restore'."
            : $"Make the set with 'ipset {header}' and fill it, or restore it with 'ipset restore'.");

    public static FirewallException SetFamilyMismatch(SetReference reference, IpsetHeader set) => FirewallException.Create(
        FirewallErrorKind.InvalidOperation, reference.Set,
        $"Nothing was restored: {reference.Rule.Place} ({reference.Rule.AddressFamily}) asks for the set '{reference.Set}', which holds addresses of {set.AddressFamily}.",
        "Make the set again for the family of the rule, or correct the rule.");

    public static FirewallException TableNotInRuleset(string table, AddressFamily family) => FirewallException.Create(
        FirewallErrorKind.ObjectNotFound, table,
        $"Nothing was restored: the rule set for {family} has no table '{table}'.",
        "See its property Tables, or leave out -Table to restore all that it has.");

    public static FirewallException RuleNotRestorable(IptablesRule rule) => FirewallException.Create(
        FirewallErrorKind.InvalidData, rule,
        $"{rule.Place} ({rule.AddressFamily}) has a line break in it, which iptables-save prints as it is and iptables-restore takes for the end of the rule: what follows would become another rule.",
        "Remove that rule and add it again with a comment on one line.");

    public static FirewallException RulesetNotAccepted(AddressFamily family, string tool, string why, string? line) => FirewallException.Create(
        FirewallErrorKind.InvalidData, line,
        $"Nothing was restored: {tool} does not take the rules for {family}: {ToolErrors.Shorten(why)}{(line is null ? "" : $" The line is '{ToolErrors.Shorten(line)}'.")}",
        "Correct the rule, or restore on a host whose iptables and kernel know it.");

    public static FirewallException RulesetNotRestored(AddressFamily family, string why) => FirewallException.Create(
        FirewallErrorKind.InvalidResult, family,
        $"The rules for {family} are not what was to be restored: {ToolErrors.Shorten(why)} What was there before is back.",
        "Run the command again; where it fails again, see what else changes the rules at the same time.");

    public static FirewallException RestoreNotTimed(AddressFamily family, string why) => FirewallException.Create(
        FirewallErrorKind.InvalidOperation, family,
        $"Nothing was restored: the rules for {family} were not printed by iptables-save on this host, and how it would print them, which is what a timer takes them back by, can't be found out: {why}",
        "Restore without -RollbackAfter, or run as root.");

    public static FirewallException FamilyNotTold(string path) => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, path,
        $"Nothing in '{path}' tells whether its rules are for IPv4 or IPv6.",
        "Give -AddressFamily.");

    public static FirewallException InvalidCheckpoint() => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, null,
        "What was given is neither a checkpoint, a rule set nor a file.",
        "Give what Checkpoint-IptablesRuleset or Import-IptablesRuleset emits, or the path of a file.");

    public static FirewallException FolderNotPrivate(string folder) => FirewallException.Create(
        FirewallErrorKind.PermissionDenied, folder,
        $"The folder '{folder}' is not one that only this user can write to.",
        "Correct its owner and mode (chmod 700), or give another place with -Path.");
}
