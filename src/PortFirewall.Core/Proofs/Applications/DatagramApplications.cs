namespace PortFirewall;

/// <summary>Every application whose datagrams are known.</summary>
internal static class DatagramApplications
{
    /// <summary>By name.</summary>
    public static IReadOnlyList<DatagramApplication> All { get; } =
    [
        new("dns", 53, _ => new DnsRequest()),
    ];

    /// <summary>Their names, in order.</summary>
    public static IEnumerable<string> Names => All.Select(a => a.Name!).Order(StringComparer.Ordinal);

    /// <summary>The application of that name, in any case.</summary>
    /// <exception cref="FirewallException"><c>ApplicationNotKnown</c>.</exception>
    public static DatagramApplication Require(string name)
        => All.FirstOrDefault(a => a.Name!.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase)) ?? throw ProbeErrors.ApplicationNotKnown(name, Names);
}
