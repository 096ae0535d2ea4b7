namespace PortFirewall;

/// <summary>A chain that the kernel itself calls, of whichever firewall: an end by accepting hands the packet on to the next one.</summary>
/// <param name="Hook">Where it is called.</param>
/// <param name="Priority">When, among those of the same hook: the lowest first.</param>
/// <param name="Name">The chain.</param>
/// <param name="Chains">The chains of its table.</param>
/// <param name="Policy">What becomes of packets at its end: <c>Accept</c> or <c>Drop</c>.</param>
/// <param name="PolicyPlace">How <c>DecidedBy</c> names the policy.</param>
internal sealed record BaseChain(InboundHook Hook, int Priority, string Name, IRuleChains Chains, PortVerdict Policy, string PolicyPlace)
{
    /// <summary>The table's name.</summary>
    public string Table { get; init; } = "";

    /// <summary>Whether only the first packet of a tracked connection is shown to it (<c>net/netfilter/nf_nat_core.c</c>, <c>nf_nat_inet_fn</c>).</summary>
    public bool IsNat { get; init; }

    /// <summary>Its turn among the chains of nat at the same hook, which the kernel calls one after the other at one and the same priority.</summary>
    public int NatPriority { get; init; }

    /// <summary>What it hangs on whether packets meet the chain at all; null where they do.</summary>
    public string? OnlyIf { get; init; }

    /// <summary>Whether its verdict is the one that a user thinks of, and that <c>DecidedBy</c> gives where all accept: filter INPUT.</summary>
    public bool IsMain { get; init; }

    /// <summary>Whether it is called before connection tracking has seen the packet (<c>NF_IP_PRI_CONNTRACK</c>).</summary>
    public bool IsBeforeTracking => Hook == InboundHook.Ingress || (Hook == InboundHook.Prerouting && Priority < ConntrackPriority);

    /// <summary>The states of the packets that nat is asked about.</summary>
    public const ConnectionStates ShownToNat = ConnectionStates.New | ConnectionStates.Related;

    private const int ConntrackPriority = -200;

    /// <summary>The chain as places name it: <c>INPUT</c>, <c>nft inet filter input</c>.</summary>
    public string Place => PolicyPlace.EndsWith(":policy", StringComparison.Ordinal) ? PolicyPlace[..^":policy".Length] : PolicyPlace;

    /// <summary>Whether it has a rule, or a policy that drops.</summary>
    public bool MayDoAnything => Policy == PortVerdict.Drop || Chains.Find(Name)?.Any() == true;

    /// <summary>Whether packets are shown to it, as far as they and their way decide that.</summary>
    public bool Sees(PathPart part) => IsOnTheWay(part.Packets.Transit.Route) && (!IsNat || IsShownToNat(part.Packets, Hook));

    private bool IsOnTheWay(PacketRoute? route) => Hook switch
    {
        InboundHook.Input => route == PacketRoute.Delivered,
        InboundHook.Forward or InboundHook.Postrouting => route == PacketRoute.Forwarded,
        _ => true,
    };

    // Once one of them has sent a connection elsewhere, no other is asked where to.
    private static bool IsShownToNat(PacketClass packets, InboundHook hook)
        => packets.Transit.SeenAs is null && (hook != InboundHook.Prerouting || packets.Transit.Translation is null) && (packets.States & ShownToNat) != ConnectionStates.None;
}
