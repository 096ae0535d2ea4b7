namespace PortFirewall;

/// <summary>Arguments that every call of iptables begins with.</summary>
internal static class IptablesArguments
{
    /// <summary>How long to wait for the xtables lock, in seconds.</summary>
    public const int LockSeconds = 5;

    /// <summary>Waiting for the lock, and the table where it is not <c>filter</c>, which iptables takes by itself.</summary>
    public static IEnumerable<string> Start(string table)
        => table == "filter" ? ["--wait", $"{LockSeconds}"] : ["--wait", $"{LockSeconds}", "--table", table];
}
