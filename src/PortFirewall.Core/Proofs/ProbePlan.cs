namespace PortFirewall;

/// <summary>Everything that one call wants to know: each computer on each port from each place, all checked beforehand.</summary>
internal sealed record ProbePlan
{
    /// <summary>Names and addresses, checked by <see cref="ComputerName.Check"/>.</summary>
    public required IReadOnlyList<string> ComputerNames { get; init; }

    /// <summary>Ports and ranges of ports.</summary>
    public required IReadOnlyList<PortRange> Ports { get; init; }

    /// <summary>The protocol in lower case.</summary>
    public required string Protocol { get; init; }

    /// <summary>What is spoken to a UDP port; null for TCP.</summary>
    public DatagramApplication? Datagram { get; init; }

    /// <summary>Where to connect from.</summary>
    public required IReadOnlyList<Vantage> Vantages { get; init; }

    /// <summary>The user's own options for ssh, for every <see cref="SshVantage"/>.</summary>
    public IReadOnlyList<SshOption> SshOptions { get; init; } = [];

    /// <summary>The bound on each attempt, and on looking up each name.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>The families that are wanted; empty for both.</summary>
    public IReadOnlyList<AddressFamily> Families { get; init; } = [];

    /// <summary>Each port once, in the order asked for.</summary>
    public IEnumerable<int> EachPort => Ports.SelectMany(range => Enumerable.Range(range.Low, range.High - range.Low + 1)).Distinct();

    /// <summary>Whether addresses of the family are wanted.</summary>
    public bool Wants(AddressFamily family) => Families.Count == 0 || Families.Contains(family);
}
