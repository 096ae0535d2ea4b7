using System.Globalization;

namespace PortFirewall;

/// <summary>
/// <c>-j DNAT</c> and <c>-j REDIRECT</c>, which make the destination another one for all that comes after. Of a range, the kernel
/// picks one (<c>net/netfilter/nf_nat_core.c</c>, <c>nf_nat_setup_info</c>).
/// </summary>
internal static class DestinationNat
{
    /// <summary>What a rule does to packets; null where it is no such rule, or one that is not understood.</summary>
    public static PacketChange? Of(IptablesRule rule, HostFacts facts) => rule.Table == "nat" && Read(rule) is { } read ? By(read, facts) : null;

    /// <summary>What a translation does to packets.</summary>
    public static PacketChange By(DestinationTranslation read, HostFacts facts)
        => packets => read.IsToThisHost && facts.Destinations is { } known
            ? PartsByInterface(packets, known.Where(d => d.Kind == LocalDestinationKind.Local).ToLookup(d => d.Interface, StringComparer.Ordinal)).SelectMany(p => Translate(p.Packets, read with { Destinations = p.Own }))
            : Translate(packets, read.IsToThisHost ? read with { Destinations = AddressSets.All(packets.Family) } : read);

    private static DestinationTranslation? Read(IptablesRule rule)
    {
        var text = string.Join(' ', rule.TargetOptions.Select(o => o.ToString()).Prepend(rule.Target));
        var made = new DestinationTranslation(rule.Place, text) { IsToThisHost = rule.Target == "REDIRECT" };
        var asked = rule.TargetOptions.Where(o => o.Name is not ("--random" or "--persistent")).ToList();
        return (rule.Target, asked) switch
        {
            ("REDIRECT", []) => made,
            ("REDIRECT", [{ Name: "--to-ports" or "--to-port", Value: { } ports }]) => ReadPorts(ports) is { } to ? made with { Ports = to } : null,
            ("DNAT", [{ Name: "--to-destination", Value: { } destination }]) => ReadDestination(destination, rule.AddressFamily, made),
            _ => null,
        };
    }

    /// <summary><c>192.0.2.7</c>, <c>192.0.2.7-192.0.2.9:80-90</c>, <c>:8080</c>, <c>[2001:db8::1]:80</c>.</summary>
    private static DestinationTranslation? ReadDestination(string text, AddressFamily family, DestinationTranslation made)
    {
        var (addresses, ports) = Split(text, family);
        if (addresses.Length > 0)
        {
            var ends = addresses.Split('-');
            if (ends.Length > 2 || AddressSets.ReadAddress(ends[0].Trim('[', ']'), family) is not { } first || AddressSets.ReadAddress(ends[^1].Trim('[', ']'), family) is not { } last)
                return null;
            made = made with { Destinations = AddressSets.Range(first, last) };
        }
        if (ports is null)
            return made;
        return ReadPorts(ports) is { } to ? made with { Ports = to } : null;
    }

    private static (string Addresses, string? Ports) Split(string text, AddressFamily family)
    {
        var colon = family == AddressFamily.IPv4 ? text.IndexOf(':') : text.StartsWith('[') ? text.IndexOf("]:", StringComparison.Ordinal) + 1 : text.StartsWith(':') && !text.StartsWith("::", StringComparison.Ordinal) ? 0 : -1;
        return colon < 0 || (colon == 0 && text[0] != ':') ? (text, null) : (text[..colon], text[(colon + 1)..]);
    }

    /// <summary><c>8080</c>, <c>8080-8090</c>, and <c>8080-8090/80</c>, which keeps the distance.</summary>
    private static IntervalSet<int>? ReadPorts(string text)
    {
        var slash = text.IndexOf('/');
        var ends = (slash < 0 ? text : text[..slash]).Split('-');
        return ends.Length <= 2 && ReadPort(ends[0]) is { } low && ReadPort(ends[^1]) is { } high && low <= high ? IntervalSet<int>.Of(low, high + 1) : null;
    }

    private static int? ReadPort(string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= PortRange.Maximum ? port : null;

    /// <summary><c>REDIRECT</c> takes an address of the interface that the packet came in on (<c>net/netfilter/nf_nat_redirect.c</c>).</summary>
    private static IEnumerable<(PacketClass Packets, IntervalSet<UInt128> Own)> PartsByInterface(PacketClass packets, ILookup<string, LocalDestination> own)
    {
        var others = packets.InInterfaces;
        foreach (var byInterface in own)
        {
            var name = InterfaceSets.Matching(byInterface.Key);
            if (packets.Intersect(new PacketRegion { InInterfaces = name }) is not { } here)
                continue;
            others = others.Except(name);
            yield return (here, byInterface.Aggregate(IntervalSet<UInt128>.Empty, (all, next) => all.Union(next.Addresses)));
        }
        if (!others.IsEmpty)
            yield return (packets with { InInterfaces = others }, AddressSets.All(packets.Family));
    }

    /// <summary>The packets with their new destination: in parts, where only some of them had another one before.</summary>
    private static IEnumerable<PacketClass> Translate(PacketClass packets, DestinationTranslation made)
    {
        var same = new PacketRegion { Destinations = made.Destinations, DestinationPorts = made.Ports };
        if (packets.Intersect(same) is not { } within)
            return [With(packets, made, hasEffect: true)];
        var isChosen = !IsSingle(made.Destinations) || !IsSingle(made.Ports);
        return [.. packets.Except(within).Select(p => With(p, made, hasEffect: true)), With(within, made, isChosen ? null : false)];
    }

    private static PacketClass With(PacketClass packets, DestinationTranslation made, bool? hasEffect)
        => packets with { Transit = packets.Transit with { Translation = made with { HasEffect = hasEffect } } };

    private static bool IsSingle(IntervalSet<int>? ports) => ports is null || (ports.Intervals.Length == 1 && ports.Intervals[0].High == ports.Intervals[0].Low + 1);

    private static bool IsSingle(IntervalSet<UInt128>? addresses) => addresses is null || (addresses.Intervals.Length == 1 && addresses.Intervals[0].High == addresses.Intervals[0].Low + 1);
}
