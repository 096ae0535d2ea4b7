using System.Text;

namespace PortFirewall;

/// <summary>Holds what the analysis says of packets, one at a time, against what the kernel did with them.</summary>
internal sealed class KernelComparison
{
    private readonly StringBuilder _disagreements = new();

    public int Rulesets { get; private set; }

    public int Packets { get; private set; }

    /// <summary>How many packets came through.</summary>
    public int Arrived { get; private set; }

    /// <summary>How many packets the analysis had no answer for.</summary>
    public int Unknown { get; private set; }

    /// <summary>Which matches and targets the analysis had no answer for, by name, and how often.</summary>
    public Dictionary<string, int> Conditions { get; } = new(StringComparer.Ordinal);

    /// <summary>Every disagreement, with all that it takes to see it again; empty where there is none.</summary>
    public string Disagreements => _disagreements.ToString();

    /// <summary>Judges packets by both.</summary>
    /// <param name="twin">Where the rules are loaded.</param>
    /// <param name="text">The rules.</param>
    /// <param name="backend">Which iptables loaded them.</param>
    /// <param name="facts">What is known of the host that the twin is of.</param>
    /// <param name="packets">The packets, all of one family.</param>
    /// <param name="origin">What the rules are, for whoever has to look at them.</param>
    /// <param name="mayAnswer">Whether the rules let every answer out, so that a rejection can be told from a drop.</param>
    /// <param name="mustKnow">Whether every match has an exact answer, so that no verdict may be unknown.</param>
    public async Task CompareAsync(Twin twin, string text, IptablesBackend backend, HostFacts facts, IReadOnlyList<TwinPacket> packets, string origin, bool mayAnswer, bool mustKnow)
    {
        if (packets.Count == 0)
            return;
        var ruleset = Read(text, packets[0].Family, backend, facts);
        var verdicts = await twin.JudgeAsync(packets, CancellationToken.None);
        Rulesets++;
        Packets += packets.Count;
        Arrived += verdicts.Count(v => v == TwinVerdict.Arrived);
        var first = true;
        for (var i = 0; i < packets.Count; i++)
        {
            var path = PortPathAnalysis.Analyze(ruleset, ClassOf(packets[i]), "any");
            if (path.Verdict == PortVerdict.Unknown)
            {
                Unknown++;
                foreach (var name in path.Segments.SelectMany(s => s.Conditions).Select(c => string.Join(' ', c.Split(' ').Take(c.StartsWith("target ", StringComparison.Ordinal) ? 2 : 1))).Distinct())
                    Conditions[name] = Conditions.GetValueOrDefault(name) + 1;
            }
            // A part that is stopped on all ways is stopped; how, may hang on what can't be decided.
            var tellsHow = mayAnswer && IsAnswered(packets[i]) && path.Segments.All(s => s.Conditions.Count == 0);
            var known = mustKnow && !OpenConditions.Explain(path.Segments.SelectMany(s => s.Conditions), packets[i]);
            if (Agree(path.Verdict, verdicts[i], tellsHow, known) || IsNotPassedOn(packets[i], path, verdicts[i]))
                continue;
            if (first)
                _disagreements.Append($"\n{origin}\n{text}\n");
            first = false;
            _disagreements.Append($"{packets[i]}: the kernel {verdicts[i]}, the analysis {path} {string.Join("; ", path.Segments.SelectMany(s => s.Conditions))}\n");
        }
    }

    /// <summary>The class with this packet alone.</summary>
    private static PacketClass ClassOf(TwinPacket packet) => PacketClass.Any(packet.Family, packet.Protocol) with
    {
        Sources = AddressSets.Range(packet.Source, packet.Source),
        Destinations = AddressSets.Range(packet.Destination, packet.Destination),
        SourcePorts = IntervalSet<int>.Of(packet.SourcePort, packet.SourcePort + 1),
        DestinationPorts = IntervalSet<int>.Of(packet.DestinationPort, packet.DestinationPort + 1),
        InInterfaces = InterfaceSets.Matching(packet.InInterface),
        States = RandomPackets.StateOf(packet),
    };

    /// <summary>
    /// What was sent to many is passed on to no other host, whatever the rules say (<c>net/ipv4/ip_forward.c</c>, <c>ip_forward</c>): routing
    /// drops it, and whether there is a way is no part of the answer.
    /// </summary>
    private static bool IsNotPassedOn(TwinPacket packet, PortPath path, TwinVerdict done)
        => packet.Frame != FrameDestination.Host && done == TwinVerdict.Dropped && path.Verdict == PortVerdict.Accept && path.Segments.All(s => s.TranslatedTo is not null);

    /// <summary>Nobody is told of what was sent to many (RFC 1122, 3.2.2).</summary>
    private static bool IsAnswered(TwinPacket packet)
        => packet.Frame == FrameDestination.Host && !KernelWorld.Of(packet.Family).Groups.Any(g => AddressSets.ReadAddress(g, packet.Family) == packet.Destination);

    private static IptablesRuleset Read(string text, AddressFamily family, IptablesBackend backend, HostFacts facts)
        => RulesetReader.Read(text, family, backend).With(facts);

    private static bool Agree(PortVerdict said, TwinVerdict done, bool tellsHow, bool mustKnow) => said switch
    {
        PortVerdict.Accept => done is TwinVerdict.Arrived or TwinVerdict.Forwarded,
        PortVerdict.Drop when tellsHow => done == TwinVerdict.Dropped,
        PortVerdict.Reject when tellsHow => done == TwinVerdict.Rejected,
        PortVerdict.Drop or PortVerdict.Reject => done is TwinVerdict.Dropped or TwinVerdict.Rejected,
        _ => !mustKnow,
    };
}
