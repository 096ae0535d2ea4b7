using System.Globalization;
using System.Text.Json;

namespace PortFirewall;

/// <summary>Values that a field is compared with, as sets. Null wherever one of them is not understood: nothing is guessed at.</summary>
internal static class NftValues
{
    /// <summary>Where a packet's field is one of the values, or where it is none of them.</summary>
    public static PacketRegion? Region(NftFieldKind kind, IReadOnlyList<JsonElement> values, bool negated, AddressFamily family)
    {
        switch (kind)
        {
            case NftFieldKind.Source:
                return Union(values, v => Address(v, family)) is { } sources ? new PacketRegion { Sources = Negate(sources, AddressSets.All(family), negated) } : null;
            case NftFieldKind.Destination:
                return Union(values, v => Address(v, family)) is { } destinations ? new PacketRegion { Destinations = Negate(destinations, AddressSets.All(family), negated) } : null;
            case NftFieldKind.SourcePort:
                return Union(values, Port) is { } sourcePorts ? new PacketRegion { SourcePorts = Negate(sourcePorts, PortSets.All, negated) } : null;
            case NftFieldKind.DestinationPort:
                return Union(values, Port) is { } ports ? new PacketRegion { DestinationPorts = Negate(ports, PortSets.All, negated) } : null;
            case NftFieldKind.InInterface:
                return Union(values, Interface) is { } interfaces ? new PacketRegion { InInterfaces = Negate(interfaces, InterfaceSets.All, negated) } : null;
            case NftFieldKind.Protocol:
                return Union(values, Protocol) is { } protocols ? new PacketRegion { Protocols = Negate(protocols, ProtocolNumbers.All, negated) } : null;
            case NftFieldKind.State:
                return States(values) is { } states ? new PacketRegion { States = negated ? ConnectionStates.All & ~states : states } : null;
            case NftFieldKind.Family:
                return Families(values) is { } families ? Constant(families.Contains(family) != negated) : null;
            default:
                return null;
        }
    }

    private static PacketRegion Constant(bool isMet) => isMet ? PacketRegion.Everything : new PacketRegion { Protocols = IntervalSet<int>.Empty };

    private static IntervalSet<T> Negate<T>(IntervalSet<T> set, IntervalSet<T> all, bool negated)
        where T : struct, IComparable<T>
        => negated ? all.Except(set) : set;

    /// <summary>Of thousands of elements, as blocklists have, one union is made and not thousands.</summary>
    private static IntervalSet<T>? Union<T>(IReadOnlyList<JsonElement> values, Func<JsonElement, IntervalSet<T>?> read)
        where T : struct, IComparable<T>
    {
        var intervals = new List<Interval<T>>();
        foreach (var value in values)
        {
            if (read(value) is not { } set)
                return null;
            intervals.AddRange(set.Intervals);
        }
        return IntervalSet<T>.Of(intervals);
    }

    private static IntervalSet<UInt128>? Address(JsonElement value, AddressFamily family)
    {
        if (value.ValueKind == JsonValueKind.String)
            return AddressSets.ReadAddress(value.GetString()!, family) is { } address ? AddressSets.Range(address, address) : null;
        if (Prefix(value) is { } prefix)
            return AddressSets.ReadNetwork(prefix, family);
        return Ends(value) is var (low, high) && low.ValueKind == JsonValueKind.String && high.ValueKind == JsonValueKind.String
            && AddressSets.ReadAddress(low.GetString()!, family) is { } first && AddressSets.ReadAddress(high.GetString()!, family) is { } last
            ? AddressSets.Range(first, last) : null;
    }

    private static IntervalSet<int>? Port(JsonElement value) => NumberOrRange(value, PortRange.Maximum, static _ => null);

    private static IntervalSet<int>? Protocol(JsonElement value) => NumberOrRange(value, 255, ProtocolNumbers.NumberOf);

    private static IntervalSet<int>? NumberOrRange(JsonElement value, int highest, Func<string, int?> byName)
    {
        if (Number(value, highest, byName) is { } number)
            return IntervalSet<int>.Of(number, number + 1);
        return Ends(value) is var (low, high) && Number(low, highest, byName) is { } first && Number(high, highest, byName) is { } last
            ? IntervalSet<int>.Of(first, last + 1) : null;
    }

    private static int? Number(JsonElement value, int highest, Func<string, int?> byName) => value.ValueKind switch
    {
        JsonValueKind.Number => value.TryGetInt32(out var number) && number >= 0 && number <= highest ? number : null,
        JsonValueKind.String => byName(value.GetString()!),
        _ => null,
    };

    private static IntervalSet<InterfaceName>? Interface(JsonElement value)
    {
        // "*" alone stands for everything else in a map, and "\*" for a name that ends in an asterisk.
        if (value.ValueKind != JsonValueKind.String || value.GetString() is not { Length: > 0 } name || name == "*" || name.Contains('\\', StringComparison.Ordinal))
            return null;
        return name.EndsWith('*') ? InterfaceSets.Matching(name[..^1] + "+")
            : IntervalSet<InterfaceName>.Of(new InterfaceName(name), new InterfaceName(name + '\0'));
    }

    private static ConnectionStates? States(IReadOnlyList<JsonElement> values)
    {
        var states = ConnectionStates.None;
        foreach (var value in values)
        {
            if (value.ValueKind != JsonValueKind.String || StateText.Read(value.GetString()!.ToUpperInvariant()) is not { } state)
                return null;
            states |= state;
        }
        return states;
    }

    private static List<AddressFamily>? Families(IReadOnlyList<JsonElement> values)
    {
        var families = new List<AddressFamily>();
        foreach (var value in values)
        {
            switch (value.ToString())
            {
                case "ip" or "ipv4":
                    families.Add(AddressFamily.IPv4);
                    break;
                case "ip6" or "ipv6":
                    families.Add(AddressFamily.IPv6);
                    break;
                default:
                    return null;
            }
        }
        return families;
    }

    private static string? Prefix(JsonElement value)
        => value.ValueKind == JsonValueKind.Object && value.TryGetProperty("prefix", out var prefix)
            && prefix.TryGetProperty("addr", out var address) && prefix.TryGetProperty("len", out var length) && length.TryGetInt32(out var bits)
            ? string.Create(CultureInfo.InvariantCulture, $"{address.GetString()}/{bits}") : null;

    /// <summary>Both ends of a range; null where it is none.</summary>
    public static (JsonElement Low, JsonElement High)? Ends(JsonElement value)
        => value.ValueKind == JsonValueKind.Object && value.TryGetProperty("range", out var range)
            && range.ValueKind == JsonValueKind.Array && range.GetArrayLength() == 2 ? (range[0], range[1]) : null;
}
