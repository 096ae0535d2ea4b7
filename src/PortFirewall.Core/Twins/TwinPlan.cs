using System.Net;

namespace PortFirewall;

/// <summary>What a twin is made of.</summary>
/// <param name="Interfaces">The interfaces on which packets come in.</param>
internal sealed record TwinPlan(IReadOnlyList<TwinInterface> Interfaces)
{
    /// <summary>Whether packets for other hosts are passed on.</summary>
    public bool Forwards { get; init; }

    /// <summary>Whether packets are dropped that came in where no answer to them would go out (<c>rp_filter</c>, RFC 3704).</summary>
    public bool ChecksReversePath { get; init; }

    /// <summary>Addresses of the loopback interface, beside its own.</summary>
    public IReadOnlyList<(IPAddress Address, int PrefixLength)> LoopbackAddresses { get; init; } = [];

    /// <summary>The station address of the interface of that number, counted from 0: one that nobody has been given (IEEE 802, locally administered).</summary>
    public static byte[] StationAddress(int number) => [0x02, 0, 0x5e, 0, (byte)(number >> 8), (byte)number];

    /// <summary>
    /// Lines for <c>ip -batch</c>. Without ARP every neighbour is known at once, so answers come out and nothing is ever asked;
    /// each interface leads everywhere, and the first of them is preferred.
    /// </summary>
    public string Links => string.Concat(
    [
        "link set lo up\n",
        .. LoopbackAddresses.Select(a => $"address add {a.Address}/{a.PrefixLength} dev lo\n"),
        .. Interfaces.SelectMany((one, number) => (string[])
        [
            $"link set {one.Name} address {string.Join(':', StationAddress(number).Select(octet => $"{octet:x2}"))} arp off multicast off up\n",
            .. one.Addresses.Select(a => $"address add {a.Address}/{a.PrefixLength} dev {one.Name}{(IsIPv6(a.Address) ? " nodad" : "")}\n"),
            $"route add 0.0.0.0/0 dev {one.Name} metric {1000 + number}\n",
            SpeaksIPv6 ? $"route add ::/0 dev {one.Name} metric {2000 + number}\n" : "",
        ]),
    ]);

    /// <summary>What is written below <c>/proc/sys/net</c>, and what for.</summary>
    public IEnumerable<(string Name, string Value)> Settings
    {
        get
        {
            var reverse = ChecksReversePath ? "1" : "0";
            var forwarding = Forwards ? "1" : "0";
            // The kernel takes the stricter of "all" and the interface's own.
            foreach (var one in Interfaces.Select(i => i.Name).Prepend("all").Prepend("default"))
                yield return ($"ipv4/conf/{one}/rp_filter", reverse);
            yield return ("ipv4/ip_forward", forwarding);
            yield return ("ipv6/conf/all/forwarding", forwarding);
            // Rejections are answers that are counted on: all of them have to come out (icmp(7)).
            yield return ("ipv4/icmp_ratelimit", "0");
            yield return ("ipv4/icmp_ratemask", "0");
            yield return ("ipv6/icmp/ratelimit", "0");
            // The kinds of message that count against a limit of the whole host; the list can not be empty, so one that is not in use.
            yield return ("ipv6/icmp/ratemask", "255");
        }
    }

    /// <summary>A kernel without IPv6 knows no such route.</summary>
    private bool SpeaksIPv6 => Interfaces.SelectMany(one => one.Addresses).Concat(LoopbackAddresses).Any(a => IsIPv6(a.Address));

    private static bool IsIPv6(IPAddress address) => AddressSets.FamilyOf(address) == AddressFamily.IPv6;
}
