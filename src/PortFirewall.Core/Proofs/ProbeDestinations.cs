namespace PortFirewall;

/// <summary>
/// Where a probe's packets may be going when a rule sees them: where the probe was sent, or where the rules send such packets. One port may serve its
/// owner for connections to several places at once, so that address and port of the source don't tell whose a packet is.
/// </summary>
/// <param name="Probe">The probe.</param>
/// <param name="Translations">What the rules make of its destination; empty where nothing.</param>
internal sealed record ProbeDestinations(PortProbe Probe, IReadOnlyList<DestinationTranslation> Translations)
{
    /// <summary>
    /// Whether the address that was probed is none of the firewall's host: then somebody on the way made it into one if the packets came there, as clouds
    /// and routers do with public addresses.
    /// </summary>
    public bool IsTranslatedOnTheWay { get; init; }

    /// <summary>Where the rules' own account of the packets leads.</summary>
    public bool Has(Sighting seen) => IsAsProbed(seen) || Translations.Any(t => IsBehind(t, seen));

    /// <summary>Whether it may be going there once somebody on the way has given it another address, and left it its port.</summary>
    public bool MayHave(Sighting seen) => IsTranslatedOnTheWay && seen.DestinationPort == Probe.Port;

    private bool IsAsProbed(Sighting seen) => IsToAddress(seen) && seen.DestinationPort == Probe.Port;

    private bool IsToAddress(Sighting seen) => Probe.RemoteAddress is { } to && seen.Destination == AddressSets.ToNumber(to);

    private bool IsBehind(DestinationTranslation translation, Sighting seen)
        => (translation.Destinations?.Contains(seen.Destination) ?? IsToAddress(seen)) && (translation.Ports?.Contains(seen.DestinationPort) ?? seen.DestinationPort == Probe.Port);
}
