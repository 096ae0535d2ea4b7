namespace PortFirewall;

/// <summary>
/// Reads what a rule asks of any packet, wherever it comes from and whatever it is. Unlike <see cref="RuleMeaning"/>, which
/// knows that it is asked about the first packet of a connection from outside, this takes nothing for granted; what it can't
/// read makes the rule one that may match and may not.
/// </summary>
internal sealed class FootprintReader(IptablesTable table, PacketFacts facts)
{
    /// <summary>Whether a rule of the table changes, on a packet's way through it, the state that rules see.</summary>
    private readonly bool _stateChanges = table.Chains.Any(c => c.Rules.Any(r => r.Target is "CT" or "NOTRACK"));

    /// <summary>Whether a rule of the table changes what sets hold.</summary>
    private readonly bool _setsChange = table.Chains.Any(c => c.Rules.Any(r => r.Target == "SET"));

    public RuleFootprint Read(IptablesRule rule)
    {
        if (!rule.IsReadable)
            return new RuleFootprint(rule, [PacketBox.Everything(rule.AddressFamily)], IsCertain: false, RuleAction.Unknown);
        var builder = new FootprintBuilder(rule.AddressFamily, facts);
        ReadHeader(rule.Syntax, builder);
        var matches = new FootprintMatches(builder, _stateChanges, _setsChange, table.Name == "mangle");
        foreach (var match in rule.Syntax.Matches)
        {
            var isPair = rule.Backend == IptablesBackend.Nft && NegatedPortPair.IsIn(match);
            matches.Read(isPair ? NegatedPortPair.WithoutPorts(match) : match);
            builder.IsCertain &= !isPair;
        }
        var action = ReadAction(rule.Syntax);
        // iptables takes "-p tcp -j ACCEPT --dport 22" too: what stands behind a target that has no such option is a match.
        if (action is not (RuleAction.Continue or RuleAction.Change or RuleAction.Unknown)
            && rule.TargetOptions.Any(o => action != RuleAction.Reject || o.Name != "--reject-with"))
            builder.IsCertain = false;
        return new RuleFootprint(rule, builder.Boxes, builder.IsCertain, action);
    }

    private static void ReadHeader(RuleSyntax syntax, FootprintBuilder builder)
    {
        var everything = PacketBox.Everything(builder.Family);
        if (syntax.Protocol is { Value: { } protocol } p)
        {
            if (protocol.Equals("all", StringComparison.OrdinalIgnoreCase) || ProtocolNumbers.NumberOf(protocol) is <= byte.MaxValue)
                builder.Restrict(everything with { Protocols = Negate(ProtocolNumbers.Read(protocol), ProtocolNumbers.All, p.Negated) });
            else
                builder.Ask($"-p {protocol}", !p.Negated);
        }
        if (syntax.InInterface is { Value: { } inbound } i)
            builder.Restrict(everything with { InInterfaces = Negate(InterfaceSets.Matching(inbound), InterfaceSets.All, i.Negated) });
        if (syntax.OutInterface is { Value: { } outbound } o)
            builder.Restrict(everything with { OutInterfaces = Negate(InterfaceSets.Matching(outbound), InterfaceSets.All, o.Negated) });
        if (syntax.Fragment is { } fragment)
            builder.Ask(PacketFacts.Fragment, !fragment.Negated);
        ReadAddress(syntax.Source, set => everything with { Sources = set });
        ReadAddress(syntax.Destination, set => everything with { Destinations = set });

        void ReadAddress(IptablesOption? option, Func<IntervalSet<UInt128>, PacketBox> box)
        {
            if (option is null)
                return;
            if (AddressSets.ReadNetwork(option.Value ?? "", builder.Family) is { } network)
                builder.Restrict(box(Negate(network, AddressSets.All(builder.Family), option.Negated)));
            else
                builder.Ask($"{option.Name} {option.Value}", !option.Negated);
        }
    }

    private static IntervalSet<T> Negate<T>(IntervalSet<T> set, IntervalSet<T> all, bool negated)
        where T : struct, IComparable<T>
        => negated ? all.Except(set) : set;

    private RuleAction ReadAction(RuleSyntax syntax) => syntax.Target switch
    {
        null => RuleAction.Continue,
        "ACCEPT" => RuleAction.Accept,
        "DROP" => RuleAction.Drop,
        "REJECT" => RuleAction.Reject,
        "RETURN" => RuleAction.Return,
        "NOTRACK" => RuleAction.Change,
        { } chain when table.Find(chain) is not null => syntax.IsGoto ? RuleAction.Goto : RuleAction.Jump,
        { } target when RuleMeaning.LetsGoOn(target) => RuleAction.Continue,
        _ => RuleAction.Unknown,
    };
}
