namespace PortFirewall;

/// <summary>
/// <c>-m conntrack</c> as <c>net/netfilter/xt_conntrack.c</c> has it: without a connection only the state counts, and where no
/// state is asked for the match is not met. What is asked of the connection is known of its first packet.
/// </summary>
internal static class ConntrackMatch
{
    private const ConnectionStates WithoutConnection = ConnectionStates.Invalid | ConnectionStates.Untracked;

    public static bool Read(IptablesMatch match, RegionBuilder region)
    {
        var state = match.Options.FirstOrDefault(o => o.Name is "--ctstate" or "--state");
        var others = match.Options.Where(o => o != state).ToList();
        var states = state is null ? ConnectionStates.None : ReadStates(state, region);
        if (states is null)
            return false;
        if (others.Count == 0)
        {
            region.Restrict(new PacketRegion { States = states.Value });
            return true;
        }
        var first = new PacketRegion { States = (state is null ? ConnectionStates.All : states.Value) & ConnectionStates.New };
        var further = new PacketRegion { States = (state is null ? ConnectionStates.All : states.Value) & (ConnectionStates.Related | ConnectionStates.Established) };
        foreach (var option in others)
        {
            if (Ask(option, region, first) is not { } narrowed)
                return false;
            first = narrowed;
        }
        region.RestrictToAny([new PacketRegion { States = states.Value & WithoutConnection }, first, further]);
        region.Ask(new PacketQuestion(match.ToString(), packets => IsFirst(packets) || (packets.Transit.SeenAs ?? packets.States) is var seen && IsOnly(seen, WithoutConnection) ? true : null));
        return true;
    }

    /// <summary>The states, where <c>DNAT</c> and <c>SNAT</c> are not among them; those become a question, which can be asked alone only.</summary>
    private static ConnectionStates? ReadStates(IptablesOption option, RegionBuilder region)
    {
        var words = (option.Value ?? "").Split(',').Where(w => !w.Equals("SNAT", StringComparison.OrdinalIgnoreCase) && !w.Equals("DNAT", StringComparison.OrdinalIgnoreCase)).ToArray();
        if ((words.Length == 0 ? ConnectionStates.None : StateText.Read(string.Join(',', words))) is not { } states)
            return null;
        if (words.Length == (option.Value ?? "").Split(',').Length)
            return option.Negated ? ConnectionStates.All & ~states : states;
        var asksForTranslation = option.Value!.Contains("DNAT", StringComparison.OrdinalIgnoreCase);
        // A source is translated only after all that asks about it on the way in.
        region.Ask(new PacketQuestion(option.ToString(), packets => IsOneOf(packets, states) is { } one && (one ? true : asksForTranslation ? IsTranslated(packets) : false) is { } answer ? answer ^ option.Negated : null));
        return ConnectionStates.All;
    }

    private static bool? IsOneOf(PacketClass packets, ConnectionStates states)
    {
        var seen = packets.Transit.SeenAs ?? packets.States;
        return IsOnly(seen, ~states) ? false : IsOnly(seen, states) ? true : null;
    }

    private static bool IsOnly(ConnectionStates seen, ConnectionStates states) => (seen & ~states) == ConnectionStates.None;

    private static bool? IsTranslated(PacketClass packets)
        => IsFirst(packets) ? packets.Transit.Translation is { } translation ? translation.HasEffect : false
            : IsOneOf(packets, WithoutConnection) == true ? false : null;

    /// <summary>Whether the packets are the first of connections that are tracked, and not merely given a template in <c>raw</c>.</summary>
    private static bool IsFirst(PacketClass packets) => packets.Transit.SeenAs is null && packets.States == ConnectionStates.New;

    /// <summary>The first packets of which something is so as well; null where that can't be told.</summary>
    private static PacketRegion? Ask(IptablesOption option, RegionBuilder region, PacketRegion first)
    {
        var value = option.Value ?? "";
        return option.Name switch
        {
            "--ctorigsrc" or "--ctrepldst" when Addresses(option, region) is { } set => first.And(new PacketRegion { Sources = set }),
            "--ctorigdst" when Addresses(option, region) is { } set => first.And(new PacketRegion { OriginalDestinations = set }),
            "--ctreplsrc" when Addresses(option, region) is { } set => first.And(new PacketRegion { Destinations = set }),
            "--ctorigsrcport" or "--ctrepldstport" when Ports(option) is { } set => first.And(new PacketRegion { SourcePorts = set }),
            "--ctorigdstport" when Ports(option) is { } set => first.And(new PacketRegion { OriginalDestinationPorts = set }),
            "--ctreplsrcport" when Ports(option) is { } set => first.And(new PacketRegion { DestinationPorts = set }),
            "--ctproto" when ProtocolNumbers.NumberOf(value) is { } number
                => first.And(new PacketRegion { Protocols = Negate(IntervalSet<int>.Of(number, number + 1), ProtocolNumbers.All, option.Negated) }),
            "--ctdir" => Only(first, (value.Equals("ORIGINAL", StringComparison.OrdinalIgnoreCase), value.Equals("REPLY", StringComparison.OrdinalIgnoreCase)) switch
            {
                (true, _) => !option.Negated,
                (_, true) => option.Negated,
                _ => null,
            }),
            // Nothing of it is so yet: the kernel confirms a connection when its first packet is through.
            "--ctstatus" => Only(first, option.Negated),
            _ => null,
        };
    }

    private static PacketRegion? Only(PacketRegion first, bool? isSo) => isSo is null ? null : isSo.Value ? first : first with { States = ConnectionStates.None };

    private static IntervalSet<UInt128>? Addresses(IptablesOption option, RegionBuilder region)
        => AddressSets.ReadNetwork(option.Value ?? "", region.Family) is { } set ? Negate(set, AddressSets.All(region.Family), option.Negated) : null;

    private static IntervalSet<int>? Ports(IptablesOption option)
        => PortSets.Read(option.Value ?? "") is { } set ? Negate(set, PortSets.All, option.Negated) : null;

    private static IntervalSet<T> Negate<T>(IntervalSet<T> set, IntervalSet<T> all, bool negated)
        where T : struct, IComparable<T>
        => negated ? all.Except(set) : set;
}
