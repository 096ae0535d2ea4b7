namespace PortFirewall;

/// <summary>
/// What rules refer to and don't say themselves, as it was when the rules were read: this host's addresses, and what is in its
/// sets. Null is what is not known; of rules from a file, nothing is.
/// </summary>
internal sealed record HostFacts
{
    public static readonly HostFacts None = new();

    /// <summary>What stands in rules that ask for a destination, send packets elsewhere, or look into a set.</summary>
    private static readonly string[] Questions = ["-d ", "dst", "addrtype", "--match-set", "REDIRECT", "DNAT", "rpfilter", "physdev", "-m policy"];

    /// <summary>Whether a rule, or another firewall, may judge packets by what is known of the host. A look at the text will do: too often is no harm.</summary>
    public static bool AreAskedFor(IptablesRuleset ruleset)
        => ruleset.OtherHooks.Any(h => h.Chains is not UnreadFirewall)
            || ruleset.Tables.SelectMany(t => t.Chains).SelectMany(c => c.Rules).Any(r => r.Native is not null || Array.Exists(Questions, q => r.Specification.Contains(q, StringComparison.Ordinal)));

    /// <summary>The destinations that the routing table <c>local</c> has: this host's own addresses, and broadcasts.</summary>
    public IReadOnlyList<LocalDestination>? Destinations { get; init; }

    /// <summary>The sets of <c>ipset</c> by name, as far as they could be read.</summary>
    public IReadOnlyDictionary<string, Ipset>? Sets { get; init; }

    /// <summary>
    /// The addresses that an answer may go to by each interface; null also where packets are routed by more than their
    /// destination, or nothing asked for it.
    /// </summary>
    public IReadOnlyDictionary<string, IntervalSet<UInt128>>? ReverseRoutes { get; init; }

    /// <summary>
    /// The addresses to which packets leave by each interface, where no other could be chosen; null where that is not known, or nothing
    /// asked for it.
    /// </summary>
    public IReadOnlyDictionary<string, IntervalSet<UInt128>>? OnwardRoutes { get; init; }

    /// <summary>The interfaces by which a packet may come that came by a port of a bridge, and that iptables is shown; null also where nothing asked for it.</summary>
    public IntervalSet<InterfaceName>? BridgedInterfaces { get; init; }

    /// <summary>Whether the kernel keeps any state of IPsec, without which no packet came through it; null also where nothing asked for it.</summary>
    public bool? HasIpsec { get; init; }

    /// <summary>The addresses of one kind, on some interfaces or on all; null where the host's addresses are not known.</summary>
    public IntervalSet<UInt128>? AddressesOf(LocalDestinationKind kind, IntervalSet<InterfaceName>? interfaces = null)
        => Destinations?.Where(d => d.Kind == kind && interfaces?.Contains(new InterfaceName(d.Interface)) != false)
            .Aggregate(IntervalSet<UInt128>.Empty, (all, next) => all.Union(next.Addresses));
}
