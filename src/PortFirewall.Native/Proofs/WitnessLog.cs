namespace PortFirewall;

/// <summary>Keeps what the witnesses of a firewall see, up to a bound: the log of a flood must not become one.</summary>
internal sealed class WitnessLog
{
    /// <summary>Of each rule. More than four minutes of a thousand connections a second.</summary>
    private const int Most = 1 << 18;

    private readonly Dictionary<string, List<Sighting>> _byPrefix;
    private readonly object _gate = new();

    public WitnessLog(IEnumerable<string> prefixes) => _byPrefix = prefixes.ToDictionary(p => p, _ => new List<Sighting>(), StringComparer.Ordinal);

    /// <summary>Whether a rule took more packets than are kept.</summary>
    public bool IsFull(string prefix)
    {
        lock (_gate)
            return _byPrefix[prefix].Count == Most;
    }

    /// <summary>What was seen at the rule whose packets have the prefix.</summary>
    public IReadOnlyList<Sighting> Of(string prefix)
    {
        lock (_gate)
            return [.. _byPrefix[prefix]];
    }

    /// <summary>Takes a packet in.</summary>
    public void Add(NflogPacket packet)
    {
        var now = DateTimeOffset.UtcNow;
        if (packet.Family is not { } family || Sighting.Read(packet.Bytes.Span, family, now) is not { } sighting)
            return;
        lock (_gate)
        {
            if (_byPrefix.TryGetValue(packet.Prefix, out var sightings) && sightings.Count < Most)
                sightings.Add(sighting);
        }
    }
}
