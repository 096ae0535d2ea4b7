namespace PortFirewall;

/// <summary>Connection states as rules and people write them.</summary>
internal static class StateText
{
    /// <summary>In the order in which iptables prints them (<c>libxt_conntrack.c</c>).</summary>
    public static readonly IReadOnlyList<string> PrintOrder = ["INVALID", "NEW", "RELATED", "ESTABLISHED", "UNTRACKED", "SNAT", "DNAT"];

    /// <summary>The states in upper case and in iptables' own order, each once.</summary>
    /// <exception cref="FirewallException"><c>InvalidConnectionState</c>.</exception>
    public static IReadOnlyList<string> Normalize(IEnumerable<string> states)
    {
        var given = states.SelectMany(s => s.Split(',')).Select(s => s.Trim().ToUpperInvariant()).ToHashSet(StringComparer.Ordinal);
        if (given.FirstOrDefault(s => !PrintOrder.Contains(s)) is { } unknown)
            throw InputErrors.InvalidConnectionState(unknown);
        return [.. PrintOrder.Where(given.Contains)];
    }

    /// <summary>The states of a list such as <c>RELATED,ESTABLISHED</c>; null where one is not decided by the packet's state alone.</summary>
    public static ConnectionStates? Read(string list)
    {
        var result = ConnectionStates.None;
        foreach (var word in list.Split(','))
        {
            ConnectionStates? state = word.ToUpperInvariant() switch
            {
                "INVALID" => ConnectionStates.Invalid,
                "NEW" => ConnectionStates.New,
                "RELATED" => ConnectionStates.Related,
                "ESTABLISHED" => ConnectionStates.Established,
                "UNTRACKED" => ConnectionStates.Untracked,
                _ => null,
            };
            if (state is null)
                return null;
            result |= state.Value;
        }
        return result;
    }

    public static string? Describe(ConnectionStates states)
        => states == ConnectionStates.All ? null
            : string.Join(", ", Enum.GetValues<ConnectionStates>().Where(s => s is not (ConnectionStates.None or ConnectionStates.All) && states.HasFlag(s))
                .Select(s => s.ToString().ToUpperInvariant()));
}
