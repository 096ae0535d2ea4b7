using System.Globalization;
using System.Net;

namespace PortFirewall;

/// <summary>What was seen at a rule while somebody probed: every packet that it takes, or the reason why they were not seen.</summary>
internal sealed record WitnessAccount
{
    /// <summary>How long a packet may take from the rule to here, on a busy machine, and how far apart two readings of one clock may be.</summary>
    private static readonly TimeSpan Handover = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(2);

    /// <summary>Nobody watched.</summary>
    /// <param name="why">Why not, as the end of a sentence.</param>
    public static WitnessAccount None(string why) => new() { Problem = why };

    /// <summary>What was seen, in order.</summary>
    public IReadOnlyList<Sighting> Sightings { get; init; } = [];

    /// <summary>Why it counts for nothing that a packet is not among them, as the end of a sentence; null where all are there.</summary>
    public string? Problem { get; init; }

    /// <summary>Looks for a probe's own packets.</summary>
    /// <param name="probe">The probe.</param>
    /// <param name="destinations">Where its packets may be going.</param>
    public ProbeEvidence Of(PortProbe probe, ProbeDestinations destinations)
    {
        if (probe.LocalAddress is not { } from)
        {
            return Problem is null && probe.Outcome is ProbeOutcome.NameNotFound or ProbeOutcome.Unreachable or ProbeOutcome.Prohibited
                ? new ProbeEvidence(probe, 0, ProofBasis.OwnPackets, null)
                : new ProbeEvidence(probe, null, ProofBasis.Counter, Problem ?? $"{probe.Vantage} does not tell from where it connected");
        }
        var sent = FromSourceOf(probe, from).ToList();
        var count = (long)sent.Count(destinations.Has);
        if (count == 0 && sent.FindAll(destinations.MayHave) is { Count: > 0 } translated)
        {
            return new ProbeEvidence(probe, translated.Count, ProofBasis.SourceAddress,
                $"{probe.RemoteAddress} is none of this host's addresses, and the packet came to {AddressSets.ToAddress(translated[0].Destination, AddressSets.FamilyOf(from))}, as a router on the way may have sent it");
        }
        if (count == 0 && Problem is not null)
            return new ProbeEvidence(probe, null, ProofBasis.Counter, Problem);
        return probe.LocalPort is null
            ? new ProbeEvidence(probe, count, ProofBasis.SourceAddress, $"{probe.Vantage} does not tell from which port it connected")
            : new ProbeEvidence(probe, count, ProofBasis.OwnPackets, null);
    }

    /// <summary>Where packets were going that came from a probe's own address and port, and are not its own; some of them.</summary>
    public IEnumerable<string> OtherDestinationsOf(PortProbe probe)
        => probe.LocalAddress is not { } from || probe.LocalPort is null ? []
            : FromSourceOf(probe, from).Select(s => string.Create(CultureInfo.InvariantCulture, $"{AddressSets.ToAddress(s.Destination, AddressSets.FamilyOf(from))} port {s.DestinationPort}")).Distinct(StringComparer.Ordinal);

    /// <summary>Who else was there in the time of a probe: some of the sources, each with how often it was seen, most of all first.</summary>
    public IEnumerable<string> OthersInTimeOf(PortProbe probe)
        => InTimeOf(probe).GroupBy(s => s.Source).OrderByDescending(g => g.Count())
            .Select(g => string.Create(CultureInfo.InvariantCulture, $"{AddressSets.ToAddress(g.Key, probe.AddressFamily ?? AddressFamily.IPv4)} ({PacketCount.Say((ulong)g.LongCount())})"));

    private IEnumerable<Sighting> FromSourceOf(PortProbe probe, IPAddress from)
        => InTimeOf(probe).Where(s => s.Source == AddressSets.ToNumber(from) && (probe.LocalPort is not { } port || s.SourcePort == port));

    /// <summary>
    /// The packets of the probe's protocol in its time. Without the time, somebody else who was given the same port a moment earlier or later would
    /// pass for the probe. The clock of another machine says nothing about it.
    /// </summary>
    private IEnumerable<Sighting> InTimeOf(PortProbe probe)
    {
        var protocol = ProtocolNumbers.NumberOf(probe.Protocol);
        var all = Sightings.Where(s => s.Protocol == protocol);
        return probe.StartedAt is { } start && probe.Latency is { } latency && ProbeClock.IsOurs(probe)
            ? all.Where(s => s.At >= start - Tick && s.At <= start + latency + Handover)
            : all;
    }
}
