namespace PortFirewall;

/// <summary>
/// <c>! --sport 80 ! --dport 53</c> in nf_tables. <c>iptables-nft</c> 1.8.9 has the kernel compare both ports at once, so that a packet with only
/// one of them is taken as well, and prints the same text as other versions, which have each compared alone (<c>iptables/nft.c</c>,
/// <c>add_nft_tcpudp</c>). Which it was, no text tells.
/// </summary>
internal static class NegatedPortPair
{
    /// <summary>Whether the match is of that form: of TCP or UDP, both ports single, and neither 0.</summary>
    public static bool IsIn(IptablesMatch match) => PortsOf(match) is not null;

    /// <summary>Reads a match of that form; false where it is another.</summary>
    public static bool Read(IptablesMatch match, RegionBuilder region)
    {
        if (PortsOf(match) is not var (source, destination))
            return false;
        var (otherSources, otherDestinations) = (PortSets.All.Except(source), PortSets.All.Except(destination));
        var doubt = $"{match} (with one of both ports: iptables-nft 1.8.9 makes a rule that takes it, other versions one that does not)";
        region.RestrictToAny(
        [
            new PacketRegion { SourcePorts = otherSources, DestinationPorts = otherDestinations },
            new PacketRegion { SourcePorts = source, DestinationPorts = otherDestinations, Condition = doubt },
            new PacketRegion { SourcePorts = otherSources, DestinationPorts = destination, Condition = doubt },
        ]);
        MatchReaders.Read(WithoutPorts(match), region);
        return true;
    }

    /// <summary>What it asks beside the ports.</summary>
    public static IptablesMatch WithoutPorts(IptablesMatch match) => new() { Name = match.Name, Options = [.. match.Options.Where(o => !IsPort(o))] };

    private static (IntervalSet<int> Source, IntervalSet<int> Destination)? PortsOf(IptablesMatch match)
        => match.Name is "tcp" or "udp" && match.Options.Where(IsPort).OrderBy(o => o.Name, StringComparer.Ordinal).ToList() is [{ Name: "--dport" or "--destination-port" } to, { Name: "--sport" or "--source-port" } from]
            && Single(from) is { } source && Single(to) is { } destination ? (source, destination) : null;

    private static bool IsPort(IptablesOption option) => option.Name is "--sport" or "--source-port" or "--dport" or "--destination-port";

    private static IntervalSet<int>? Single(IptablesOption option)
        => option.Negated && PortSets.Read(option.Value ?? "") is { Intervals: [{ Low: > 0 and var low, High: { } high }] } port && high == low + 1 ? port : null;
}
