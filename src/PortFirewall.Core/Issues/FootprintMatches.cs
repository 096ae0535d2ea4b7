namespace PortFirewall;

/// <summary>
/// The matches (<c>iptables-extensions(8)</c>) as restrictions on packets of any kind: as sets where they are about a field, as
/// questions where the answer is the packet's own, and as uncertain where it hangs on time, chance or what was before.
/// </summary>
/// <param name="builder">What to narrow.</param>
/// <param name="stateChanges">Whether rules see different states of a packet on its way through the table.</param>
/// <param name="setsChange">Whether rules of the table change sets.</param>
/// <param name="isMangle">Whether rules may change the packet itself.</param>
internal sealed class FootprintMatches(FootprintBuilder builder, bool stateChanges, bool setsChange, bool isMangle)
{
    private static readonly HashSet<string> OwnAnswer = new(StringComparer.Ordinal)
    {
        "icmp", "icmp6", "icmpv6", "ipv6-icmp", "pkttype", "mac", "addrtype", "physdev", "policy", "owner", "ah", "esp", "rt", "hbh", "dst", "frag", "ipv6header", "mh", "eui64",
    };

    /// <summary>The same, save in mangle, where targets change what they ask for.</summary>
    private static readonly HashSet<string> OwnAnswerOutsideMangle = new(StringComparer.Ordinal) { "ttl", "hl", "dscp", "tos", "length", "ecn", "tcpmss" };

    private static readonly string[] Flags = ["FIN", "SYN", "RST", "PSH", "ACK", "URG"];

    private readonly PacketBox _everything = PacketBox.Everything(builder.Family);

    public void Read(IptablesMatch match)
    {
        switch (match.Name)
        {
            case "comment":
                break;
            case "tcp" or "udp" or "udplite" or "sctp" or "dccp" or "multiport":
                // Ports and flags stand in the first fragment only, and negation changes nothing about that (net/netfilter/xt_tcpudp.c).
                builder.Ask(PacketFacts.Fragment, answer: false);
                ReadEach(match, match.Name == "multiport" ? ReadPortList : ReadTransport);
                break;
            case "conntrack" or "state":
                ReadEach(match, ReadState);
                break;
            case "iprange":
                ReadEach(match, ReadRange);
                break;
            case "set" when !setsChange && match.Options is [{ Name: "--match-set" }]:
            case var name when OwnAnswer.Contains(name) || (!isMangle && OwnAnswerOutsideMangle.Contains(name)):
                // One question with its negation: where a packet has no such thing at all, the answer is no both ways.
                builder.Ask(match.ToString(), answer: true);
                break;
            default:
                builder.IsCertain = false;
                break;
        }
    }

    private void ReadEach(IptablesMatch match, Func<IptablesOption, bool> read)
    {
        foreach (var option in match.Options)
        {
            if (!read(option))
                builder.IsCertain = false;
        }
    }

    private bool ReadTransport(IptablesOption option)
    {
        switch (option.Name)
        {
            case "--syn":
                return Restrict(_everything with { TcpFlags = FlagsOf("FIN,SYN,RST,ACK", "SYN", option.Negated) });
            case "--tcp-flags" when option.Value?.ToUpperInvariant().Split(' ') is [var mask, var set]:
                return Restrict(_everything with { TcpFlags = FlagsOf(mask, set, option.Negated) });
            case "--dport" or "--destination-port" when PortSets.Read(option.Value ?? "") is { } ports:
                return Restrict(_everything with { DestinationPorts = Negate(ports, option.Negated) });
            case "--sport" or "--source-port" when PortSets.Read(option.Value ?? "") is { } ports:
                return Restrict(_everything with { SourcePorts = Negate(ports, option.Negated) });
            default:
                return false;
        }
    }

    private bool ReadPortList(IptablesOption option)
    {
        if (PortSets.ReadList(option.Value ?? "") is not { } listed)
            return false;
        var ports = Negate(listed, option.Negated);
        switch (option.Name)
        {
            case "--dports" or "--destination-ports":
                return Restrict(_everything with { DestinationPorts = ports });
            case "--sports" or "--source-ports":
                return Restrict(_everything with { SourcePorts = ports });
            case "--ports" when option.Negated:
                return Restrict(_everything with { SourcePorts = ports, DestinationPorts = ports });
            case "--ports":
                var others = PortSets.All.Except(listed);
                builder.RestrictToAny([_everything with { DestinationPorts = listed }, .. others.IsEmpty ? [] : (PacketBox[])[_everything with { DestinationPorts = others, SourcePorts = listed }]]);
                return true;
            default:
                return false;
        }
    }

    private bool ReadState(IptablesOption option)
    {
        // What a connection's timer says is another thing a moment later.
        if (option.Name == "--ctexpire" || stateChanges)
            return false;
        if (option.Name is "--ctstate" or "--state" && StateText.Read(option.Value ?? "") is { } states)
            return Restrict(_everything with { States = option.Negated ? ConnectionStates.All & ~states : states });
        builder.Ask("conntrack " + option, answer: true);
        return true;
    }

    private bool ReadRange(IptablesOption option)
    {
        if ((option.Value ?? "").Split('-') is not [var from, .. var rest] || rest.Length > 1
            || AddressSets.ReadAddress(from, builder.Family) is not { } first || AddressSets.ReadAddress(rest is [var to] ? to : from, builder.Family) is not { } last)
            return false;
        var range = AddressSets.Range(first, last);
        if (option.Negated)
            range = AddressSets.All(builder.Family).Except(range);
        return option.Name switch
        {
            "--src-range" => Restrict(_everything with { Sources = range }),
            "--dst-range" => Restrict(_everything with { Destinations = range }),
            _ => false,
        };
    }

    private bool Restrict(PacketBox box)
    {
        builder.Restrict(box);
        return true;
    }

    private static IntervalSet<int> Negate(IntervalSet<int> ports, bool negated) => negated ? PortSets.All.Except(ports) : ports;

    /// <summary>Those of the 64 combinations in which, of the flags in the mask, exactly the given ones are set.</summary>
    private static ulong FlagsOf(string mask, string set, bool negated)
    {
        var (looked, wanted) = (Bits(mask), Bits(set));
        var result = 0UL;
        for (var combination = 0; combination < 64; combination++)
        {
            if ((combination & looked) == wanted)
                result |= 1UL << combination;
        }
        return negated ? ~result : result;
    }

    private static int Bits(string flags)
        => flags == "ALL" ? 63 : flags.Split(',').Select(f => Array.IndexOf(Flags, f)).Where(i => i >= 0).Aggregate(0, (bits, i) => bits | (1 << i));
}
