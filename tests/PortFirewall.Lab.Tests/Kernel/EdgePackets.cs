using System.Text.RegularExpressions;

namespace PortFirewall;

/// <summary>The world that a rule set speaks of: a host with its interfaces and addresses, and packets at the edges of what its rules ask.</summary>
internal sealed partial class EdgePackets
{
    private const int MostInterfaces = 12;
    private const int MostAddresses = 40;

    /// <summary>How long a search may take, in milliseconds.</summary>
    private const int Patience = 10_000;

    private readonly AddressFamily _family;
    private readonly List<string> _interfaces;
    private readonly List<UInt128> _own;
    private readonly List<UInt128> _others;
    private readonly List<int> _ports;

    public EdgePackets(string text, AddressFamily family)
    {
        _family = family;
        _interfaces = [.. Interface().Matches(text).Select(m => m.Groups["value"].Value.Replace('+', '7')).Where(n => n is not ("lo" or "" or "7") && n.Length <= 15)
            .Append("eth0").Append("eth9").Distinct(StringComparer.Ordinal).Take(MostInterfaces)];
        var unicast = Unicast(family);
        string[] home = family == AddressFamily.IPv4 ? ["198.18.0.1"] : ["2001:db8:aaaa::1"];
        _own = [.. Addresses(Destination(), text).Concat(home.Select(a => AddressSets.ReadAddress(a, family)!.Value)).Where(unicast.Contains).Distinct().TakeLast(MostAddresses)];
        string[] strangers = family == AddressFamily.IPv4 ? ["203.0.113.77", "8.8.4.4"] : ["2001:db8:bbbb::7"];
        _others = [.. Addresses(AnyAddress(), text).Concat(strangers.Select(a => AddressSets.ReadAddress(a, family)!.Value))
            .Where(a => unicast.Contains(a) && !_own.Contains(a)).Distinct()];
        _ports = [.. Port().Matches(text).SelectMany(m => m.Groups["value"].Value.Split(',', ':', '-')).Select(p => int.TryParse(p, out var port) ? port : 0)
            .Append(33333).SelectMany(p => (int[])[p - 1, p, p + 1]).Where(p => p is > 0 and <= PortRange.Maximum).Distinct()];
    }

    /// <summary>The host. All of its addresses are on the loopback interface: which of the others has them, no rule asks.</summary>
    public TwinPlan Plan => new([.. _interfaces.Select(name => new TwinInterface(name, []))])
    {
        Forwards = true,
        LoopbackAddresses = [.. _own.Select(a => (AddressSets.ToAddress(a, _family), AddressSets.Bits(_family)))],
    };

    /// <summary>What the module reads of the host.</summary>
    public HostFacts Facts => new()
    {
        Destinations = [.. _own.Select(a => new LocalDestination(LocalDestinationKind.Local, "lo", AddressSets.Range(a, a)))],
    };

    /// <summary>Packets, no two with the same addresses, ports and protocol.</summary>
    public List<TwinPacket> Make(Random random, int count)
    {
        var packets = new Dictionary<(UInt128, UInt128, int, int, int), TwinPacket>();
        for (var i = 0; i < count; i++)
        {
            var packet = new TwinPacket
            {
                Family = _family,
                InInterface = OneOf(_interfaces),
                Protocol = random.Next(3) == 0 ? ProtocolNumbers.Udp : ProtocolNumbers.Tcp,
                Source = OneOf(_others),
                Destination = OneOf(_own),
                SourcePort = random.Next(4) == 0 ? OneOf(_ports) : 40000 + (i % 20000),
                DestinationPort = OneOf(_ports),
            };
            packets[(packet.Source, packet.Destination, packet.Protocol, packet.SourcePort, packet.DestinationPort)] = packet;
        }
        return [.. packets.Values];

        T OneOf<T>(List<T> values) => values[random.Next(values.Count)];
    }

    private IEnumerable<UInt128> Addresses(Regex expression, string text)
    {
        foreach (var network in expression.Matches(text).Select(m => m.Groups["value"].Value).Distinct(StringComparer.Ordinal))
        {
            if (AddressSets.ReadNetwork(network, _family) is not { } set)
                continue;
            var interval = set.Intervals[0];
            var last = interval.High is { } end ? end - 1 : UInt128.MaxValue;
            foreach (var address in (UInt128[])[interval.Low, interval.Low + 1, interval.Low - 1, last, last + 1])
                yield return address;
        }
    }

    /// <summary>What may be the address of a host.</summary>
    private static IntervalSet<UInt128> Unicast(AddressFamily family)
    {
        string[] others = family == AddressFamily.IPv4 ? ["0.0.0.0/8", "127.0.0.0/8", "224.0.0.0/3"] : ["::/96", "::ffff:0:0/96", "ff00::/8", "fe80::/10"];
        return others.Aggregate(AddressSets.All(family), (set, network) => set.Except(AddressSets.ReadNetwork(network, family)!));
    }

    [GeneratedRegex(@"(?:-i|--in-interface) (?<value>\S+)", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex Interface();

    [GeneratedRegex(@"(?:-d|--dst-range|--to-destination) (?<value>[0-9a-fA-F:.]+(?:/[0-9.]+)?)", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex Destination();

    [GeneratedRegex(@"(?<![\w:.])(?<value>[0-9a-fA-F]*[:.][0-9a-fA-F:.]+(?:/[0-9.]+)?)", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex AnyAddress();

    [GeneratedRegex(@"--(?:dports?|sports?|ports|to-ports|source-ports?|destination-ports?) (?<value>\S+)", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex Port();
}
