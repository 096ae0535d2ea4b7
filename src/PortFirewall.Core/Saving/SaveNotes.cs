namespace PortFirewall;

/// <summary>What the user should know of a file that was saved, as sentences.</summary>
internal static class SaveNotes
{
    /// <summary>A service that saves when it stops brings back what was left out.</summary>
    public static string SavedAgainAtStop(string service, string file, string setting)
        => $"The service {service} saves all rules again when it stops, also those left out here, as {file} says {setting}=yes.";

    /// <summary>What is written and not loaded is lost with the next boot.</summary>
    public static string NotEnabledAtBoot(string provider, AddressFamily family, string command)
        => $"Nothing loads the saved rules at boot, as {provider} is not enabled for {family}: {command}.";

    /// <summary><c>iptables-restore</c> loads all of a table or nothing.</summary>
    public static string SetsMissing(string path, IReadOnlyList<string> sets, bool isForBoot)
        => !isForBoot ? $"{path} can be loaded only where {(sets.Count == 1 ? "there is the set" : "there are the sets")} {string.Join(", ", sets)} before it, as iptables-restore loads all of a table or nothing: keep what 'ipset save' prints beside it."
            : $"At boot, {path} can't be loaded: nothing restores {(sets.Count == 1 ? "the set" : "the sets")} {string.Join(", ", sets)} before it, and iptables-restore loads all of a table or nothing. Have 'ipset save' kept too (on Debian and Ubuntu: apt-get install ipset-persistent).";

    /// <summary>Whoever started the timer may be somebody else than who saves.</summary>
    public static string Confirmed(IptablesRollback rollback)
        => $"Saving confirmed the change {rollback.Id} of {rollback.Command}: it is not taken back any more.";

    /// <summary>A copy, or half of a change, leaves the timer as it is.</summary>
    public static string StillWaiting(string files, IptablesRollback rollback)
        => $"{files} holds the change {rollback.Id}, which saving there did not confirm: it is taken back at {ClockText.Of(rollback.Deadline)} unless Confirm-IptablesChange {rollback.Id} keeps it.";

    /// <summary>Who keeps a part makes it anew at his own start, ahead of or behind what a file loaded.</summary>
    public static string Managed(string path, ManagedRules managed)
        => managed.LeftOut ? $"{Rules(managed)} of {managed.Manager} {(managed.RuleCount == 1 ? "was" : "were")} left out of {path}; {(managed.IsLeftover ? $"{managed.Manager} does not run here, so nobody makes them any more" : $"{managed.Manager} makes them itself when it starts")}."
            : $"{path} also holds {Rules(managed)} {(managed.IsLeftover ? $"that {managed.Manager}, which does not run here, has left behind: nobody makes them anew or takes them away" : $"that {managed.Manager} keeps and makes anew when it starts")}{Chains(managed)}; -ExcludeManaged leaves them out.";

    private static string Rules(ManagedRules managed) => managed.RuleCount == 1 ? "1 rule" : $"{managed.RuleCount} rules";

    private static string Chains(ManagedRules managed)
        => managed.Chains.Length == 0 ? "" : $" ({string.Join(", ", managed.Chains.Take(3))}{(managed.Chains.Length > 3 ? " …" : "")})";

    /// <summary>Who writes everything anew makes the file pointless, or the other way round.</summary>
    public static string Rewritten(string path, string manager, string command)
        => $"{manager} loads all rules anew at its own start, over those of {path}: {command}.";

    /// <summary>A table that iptables can't print is not in its text.</summary>
    public static string Unprintable(string path, string table)
        => $"{path} does not hold the table {table}: something else than iptables put rules there, which iptables-save can't print. See 'nft list ruleset'.";

    /// <summary>A file without rules lets everything in.</summary>
    public static string Empty(string path, bool isForBoot)
        => $"{path} holds no rule now, and held some before{(isForBoot ? ": at boot, nothing will be filtered" : "")}.";
}
