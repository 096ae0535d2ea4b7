namespace PortFirewall;

/// <summary>What <c>DNAT</c> or <c>REDIRECT</c> has made of packets' destinations and destination ports.</summary>
/// <param name="Place">The rule: <c>nat PREROUTING:1</c>.</param>
/// <param name="Target">What it does, as iptables writes it: <c>REDIRECT --to-ports 8080</c>.</param>
internal sealed record DestinationTranslation(string Place, string Target)
{
    /// <summary>The addresses of which one is the destination now; null where the packets keep theirs.</summary>
    public IntervalSet<UInt128>? Destinations { get; init; }

    /// <summary>The ports of which one is the destination port now; null where the packets keep theirs.</summary>
    public IntervalSet<int>? Ports { get; init; }

    /// <summary>Whether the address is one of this host's by the nature of the target, as it is with <c>REDIRECT</c>.</summary>
    public bool IsToThisHost { get; init; }

    /// <summary>Whether anything is another than it was, which is what <c>--ctstate DNAT</c> asks (<c>nf_nat_core.c</c>, <c>nf_nat_setup_info</c>); null where that can't be told.</summary>
    public bool? HasEffect { get; init; }

    /// <summary>What the packets are sent to, in words: <c>192.0.2.7/32 port 80</c>, <c>port 8080</c>, or <c>this host</c>.</summary>
    public string Describe(AddressFamily family)
    {
        var address = IsToThisHost || Destinations is null ? null : AddressSets.Describe(Destinations, family);
        var port = Ports is null ? null : $"port {PortSets.Describe(Ports)}";
        return address is null && port is null ? "this host" : string.Join(' ', new[] { address, port }.OfType<string>());
    }

    /// <summary>Whether it hangs on which address or port was chosen if the packets are in a region.</summary>
    public bool LeavesOpen(PacketRegion region)
        => (Destinations is { } to && region.Destinations is { } wanted && !to.IsSubsetOf(wanted))
            || (Ports is { } ports && region.DestinationPorts is { } wantedPorts && !ports.IsSubsetOf(wantedPorts));
}
