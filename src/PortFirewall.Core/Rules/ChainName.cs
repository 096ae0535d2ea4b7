namespace PortFirewall;

/// <summary>Checks names of chains, targets and tables before they go anywhere.</summary>
internal static class ChainName
{
    /// <summary><c>XT_EXTENSION_MAXNAMELEN</c> less the closing NUL (<c>include/uapi/linux/netfilter/x_tables.h</c>).</summary>
    public const int MaximumLength = 28;

    /// <exception cref="FirewallException"><c>InvalidChainName</c>.</exception>
    public static string Check(string name) => IsName(name) ? name : throw InputErrors.InvalidChainName(name);

    /// <exception cref="FirewallException"><c>InvalidTarget</c>.</exception>
    public static string CheckTarget(string name) => IsName(name) ? name : throw InputErrors.InvalidTarget(name);

    /// <exception cref="FirewallException"><c>TableNotFound</c>.</exception>
    public static string CheckTable(string name) => BuiltInChains.ByTable.ContainsKey(name) ? name : throw RulesetErrors.TableNotFound(name);

    /// <summary>Whether a chain can have the name.</summary>
    public static bool IsName(string name)
        => name.Length is > 0 and <= MaximumLength && name[0] is not ('-' or '!') && !name.AsSpan().ContainsAnyExceptInRange('!', '~') && name.AsSpan().IndexOfAny('"', '\'', '\\') < 0;
}
