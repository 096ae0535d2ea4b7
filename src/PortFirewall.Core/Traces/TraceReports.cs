namespace PortFirewall;

/// <summary>What the kernel reported while packets were traced.</summary>
/// <param name="Ways">The packets and their ways, in the order in which they came in.</param>
/// <param name="Interfaces">The names of interfaces by their numbers.</param>
/// <param name="IsIncomplete">Whether there was more than could be kept.</param>
/// <param name="HasChanged">Whether the rules were others after the packets than ahead of them.</param>
internal sealed record TraceReports(IReadOnlyList<TracedWay> Ways, IReadOnlyDictionary<int, string> Interfaces, bool IsIncomplete, bool HasChanged)
{
    /// <summary>The same without packets that TCP sent again, as nobody answered, and that went the same way again.</summary>
    public TraceReports WithoutRepeats()
        => this with
        {
            Ways = [.. Ways.DistinctBy(w => w.Headers.Protocol != ProtocolNumbers.Tcp ? (object)w
                : (w.Headers, string.Join(' ', w.Visits.OrderBy(v => v.Turn).SelectMany(v => v.Steps))))],
        };

    /// <summary>The steps, one packet after the other.</summary>
    /// <param name="probes">The probes that were made meanwhile.</param>
    /// <param name="everybody">Whether others' packets are meant too.</param>
    public IEnumerable<IptablesTraceStep> Steps(IReadOnlyList<PortProbe> probes, bool everybody)
    {
        var number = 0;
        foreach (var way in everybody || !CanTell(probes) ? Ways : Ways.Where(w => ProbePackets.SenderOf(w.Headers, probes) is not null))
        {
            number++;
            foreach (var step in way.StepsOf(number, ProbePackets.SenderOf(way.Headers, probes), Interfaces))
                yield return step;
        }
    }

    /// <summary>What a user has to know of the steps.</summary>
    public IEnumerable<string> Warnings(IReadOnlyList<PortProbe> probes, bool everybody)
    {
        if (IsIncomplete)
            yield return "There were more packets than could be followed: some steps are missing. Narrow the trace with -Source.";
        if (HasUntold)
        {
            yield return "The rules changed while packets were traced. The legacy tables report a rule by its number only, which may be another rule's by now: the steps concerned have that number, and neither a rule nor a verdict. Trace again while nobody changes rules.";
        }
        else if (HasChanged)
        {
            yield return "The rules changed while packets were traced. Rules are named as the kernel reported them, with the numbers that they have now; a rule that has gone has the number from before.";
        }
        if (Ways.Count > 0 && !everybody && probes.Count > 0 && !CanTell(probes))
        {
            yield return "No packet came from where the probes say that they were made, so all packets to the port are shown: an address may have been translated on the way, a vantage may not know its port, or the probes' packets did not arrive.";
        }
    }

    /// <summary>Whether there are steps whose rule can't be named.</summary>
    private bool HasUntold => Ways.SelectMany(w => w.Visits).SelectMany(v => v.Steps).Any(s => s.Conditions.Contains(LegacyTraceSteps.Untold));

    /// <summary>Whether the probes' packets can be told from others: each says from where it was made, and one of them at least was seen.</summary>
    private bool CanTell(IReadOnlyList<PortProbe> probes)
        => probes.Count > 0 && probes.All(p => p.LocalAddress is not null && p.LocalPort is not null) && Ways.Any(w => ProbePackets.SenderOf(w.Headers, probes) is not null);
}
