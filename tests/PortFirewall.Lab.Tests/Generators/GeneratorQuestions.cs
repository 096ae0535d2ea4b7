using System.Text;

namespace PortFirewall;

/// <summary>What Test-PortPath says of ports on a host, held against what becomes of packets from everywhere that are sent there.</summary>
internal sealed class GeneratorQuestions
{
    private readonly StringBuilder _disagreements = new();

    /// <summary>How many packets were asked about.</summary>
    public int Asked { get; private set; }

    /// <summary>How many of them came through.</summary>
    public int Arrived { get; private set; }

    /// <summary>How many of them Test-PortPath had no verdict for.</summary>
    public int Unknown { get; private set; }

    /// <summary>What those hung on.</summary>
    public SortedSet<string> Conditions { get; } = new(StringComparer.Ordinal);

    /// <summary>Where it is wrong; empty where it is right.</summary>
    public string Disagreements => _disagreements.ToString();

    public override string ToString()
        => $"{Asked} questions, {Arrived} packets arrived, {Unknown} unknown {string.Join(" | ", Conditions)}";

    /// <summary>What the cmdlet reads, and with which it answers.</summary>
    public static async Task<IptablesRuleset> ReadAsync(GeneratorHost host, AddressFamily family)
    {
        var read = await HookedRulesets.ReadAsync(host.Scope, [family], CancellationToken.None);
        Assert.Null(read.Problem);
        return await HostFactsReader.CompleteAsync(read.Rulesets[0], CancellationToken.None);
    }

    /// <summary>Asks about ports of both protocols in both families, from each source.</summary>
    public async Task AskAsync(GeneratorHost host, IReadOnlyList<int> ports, IReadOnlyList<string> sources)
    {
        foreach (var family in Enum.GetValues<AddressFamily>())
        {
            var ruleset = await ReadAsync(host, family);
            var packets = Packets(family, ports, sources);
            var verdicts = await host.Twin.JudgeAsync(packets, CancellationToken.None);
            var parts = packets.Select(p => (p.Protocol, p.DestinationPort)).Distinct()
                .ToDictionary(port => port, port => PortPathAnalysis.PartsOf(ruleset, ClassOf(family, port.Protocol, port.DestinationPort)));
            foreach (var (packet, done) in packets.Zip(verdicts))
                Compare(packet, parts[(packet.Protocol, packet.DestinationPort)], done);
        }
    }

    private void Compare(TwinPacket packet, List<DecidedPart> parts, TwinVerdict done)
    {
        Asked++;
        if (done == TwinVerdict.Arrived)
            Arrived++;
        var one = Region(packet);
        var part = parts.Find(p => p.Packets.Intersect(one) is not null);
        if (part?.Verdict == PortVerdict.Unknown)
        {
            Unknown++;
            Conditions.UnionWith(part.Conditions);
        }
        var agree = part?.Verdict switch
        {
            PortVerdict.Accept => done == TwinVerdict.Arrived,
            PortVerdict.Drop => done == TwinVerdict.Dropped,
            PortVerdict.Reject => done == TwinVerdict.Rejected,
            PortVerdict.Unknown => true,
            _ => false,
        };
        if (!agree)
            _disagreements.AppendLine($"{packet}: the kernel {done}, Test-PortPath {part?.Verdict} by {part?.DecidedBy} via {string.Join(", ", part?.Via ?? [])}");
    }

    /// <summary>
    /// A packet of each source to each port of each protocol, at the interface that is named with it (<c>203.0.113.9%eth1</c>), or the one by
    /// which answers to it go out.
    /// </summary>
    private static List<TwinPacket> Packets(AddressFamily family, IReadOnlyList<int> ports, IReadOnlyList<string> sources)
    {
        var (near, inner, outer) = family == AddressFamily.IPv4 ? ("10.0.0.0/24", "10.0.0.1", "198.51.100.1") : ("fd00::/64", "fd00::1", "2001:db8::1");
        var nearby = AddressSets.ReadNetwork(near, family)!;
        return [.. from words in sources.Select(s => s.Split('%'))
                   let address = AddressSets.ReadAddress(words[0], family)
                   where address is not null
                   let inbound = words.Length > 1 ? words[1] : nearby.Contains(address.Value) ? "eth1" : "eth0"
                   from protocol in new[] { ProtocolNumbers.Tcp, ProtocolNumbers.Udp }
                   from port in ports
                   select new TwinPacket
                   {
                       Family = family,
                       InInterface = inbound,
                       Protocol = protocol,
                       Source = address.Value,
                       Destination = AddressSets.ReadAddress(inbound == "eth1" ? inner : outer, family)!.Value,
                       SourcePort = 40000,
                       DestinationPort = port,
                   }];
    }

    /// <summary>All packets to a port that could come from other hosts, as the cmdlet asks about them.</summary>
    private static PacketClass ClassOf(AddressFamily family, int protocol, int port)
        => PacketClass.Any(family, protocol) with { DestinationPorts = IntervalSet<int>.Of(port, port + 1), States = ConnectionStates.New };

    private static PacketRegion Region(TwinPacket packet) => new()
    {
        Sources = AddressSets.Range(packet.Source, packet.Source),
        OriginalDestinations = AddressSets.Range(packet.Destination, packet.Destination),
        SourcePorts = IntervalSet<int>.Of(packet.SourcePort, packet.SourcePort + 1),
        InInterfaces = InterfaceSets.Matching(packet.InInterface),
    };
}
