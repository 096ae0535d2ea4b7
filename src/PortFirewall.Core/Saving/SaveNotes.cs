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
    public static string SetsMissing(string path, IReadOnlyList<string> sets)
        => $"At boot, {path} can't be loaded: nothing restores {(sets.Count == 1 ? "the set" : "the sets")} {string.Join(", ", sets)} before it, and iptables-restore loads all of a table or nothing. Have 'ipset save' kept too (on Debian and Ubuntu: apt-get install ipset-persistent).";

    /// <summary>Who keeps a part makes it anew at his own start, ahead of or behind what a file loaded.</summary>
    public static string Managed(string path, ManagedRules managed)
        => managed.LeftOut ? $"{managed.RuleCount} rules of {managed.Manager} were left out of {path}; {managed.Manager} makes them itself when it starts."
            : $"{path} also holds {managed.RuleCount} rules that {managed.Manager} keeps and makes anew when it starts{(managed.Chains.Length > 0 ? $" ({string.Join(", ", managed.Chains.Take(3))}{(managed.Chains.Length > 3 ? " …" : "")})" : "")}; -ExcludeManaged leaves them out.";

    /// <summary>Who writes everything anew makes the file pointless, or the other way round.</summary>
    public static string Rewritten(string path, string manager, string command)
        => $"{manager} loads all rules anew at its own start, over those of {path}: {command}.";

    /// <summary>A table that iptables can't print is not in its text.</summary>
    public static string Unprintable(string path, string table)
        => $"{path} does not hold the table {table}: something else than iptables put rules there, which iptables-save can't print. See 'nft list ruleset'.";

    /// <summary>A file without rules lets everything in.</summary>
    public static string Empty(string path) => $"{path} holds no rule now, and held some before: at boot, nothing will be filtered.";
}
