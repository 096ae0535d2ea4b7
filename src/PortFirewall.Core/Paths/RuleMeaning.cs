namespace PortFirewall;

/// <summary>A rule understood: which packets it takes, what it takes to decide that, and what it does with them.</summary>
internal sealed class RuleMeaning
{
    /// <summary>Targets that note, mark, copy or shape something, and let the packet go on (<c>iptables-extensions(8)</c>).</summary>
    private static readonly HashSet<string> NonTerminating = new(StringComparer.Ordinal)
    {
        "LOG", "NFLOG", "ULOG", "MARK", "CONNMARK", "TRACE", "SET", "TCPMSS", "TCPOPTSTRIP", "CT", "AUDIT", "TEE", "CLASSIFY", "DSCP", "TOS", "TTL", "HL",
        "ECN", "CHECKSUM", "SECMARK", "CONNSECMARK", "IDLETIMER", "LED", "RATEEST", "HMARK",
    };

    private readonly List<PacketRegion> _regions;
    private readonly List<string> _conditions;
    private readonly List<PacketQuestion> _questions;

    /// <param name="builder">Which packets it takes.</param>
    /// <param name="action">What it does with them.</param>
    /// <param name="place">Where the rule stands, as <c>DecidedBy</c> says it.</param>
    /// <param name="target">The target or chain as the rule names it.</param>
    /// <param name="rule">The rule, where it is one of iptables.</param>
    internal RuleMeaning(RegionBuilder builder, RuleAction action, string place, string? target, IptablesRule? rule = null)
    {
        Place = place;
        Target = target;
        Rule = rule;
        _regions = builder.Regions;
        _conditions = builder.Conditions;
        _questions = builder.Questions;
        Action = action;
    }

    private RuleMeaning(RuleMeaning same, IptablesRule? rule, string place)
    {
        _regions = same._regions;
        _conditions = same._conditions;
        _questions = same._questions;
        Change = same.Change;
        Action = same.Action;
        Target = same.Target;
        Native = same.Native;
        Place = place;
        Rule = rule;
    }

    public RuleAction Action { get; }

    /// <summary>What it makes of the packets; null where it leaves them as they are.</summary>
    public PacketChange? Change { get; init; }

    /// <summary>Where the rule stands: <c>INPUT:3</c>, <c>nft inet filter input:3</c>.</summary>
    public string Place { get; }

    /// <summary>The chain that is jumped to, or the name of the target; null where there is none.</summary>
    public string? Target { get; }

    /// <summary>The rule; null where it is not one of iptables.</summary>
    public IptablesRule? Rule { get; }

    /// <summary>The rule of nft that says it; null where it is one of iptables.</summary>
    public NftRule? Native { get; private init; }

    /// <summary>What the rule says, in the words of whoever keeps it.</summary>
    public string Text => Native is not null ? NftStatementText.Of(Native) : Rule?.Specification ?? "";

    /// <summary>Whether a packet goes on behind such a target, whatever it notes, marks or copies.</summary>
    public static bool LetsGoOn(string target) => NonTerminating.Contains(target);

    /// <summary>What it says of packets' fields.</summary>
    public IReadOnlyList<PacketRegion> Regions => _regions;

    /// <summary>The same, said of a rule of iptables.</summary>
    public RuleMeaning For(IptablesRule rule) => new(this, rule, rule.Place);

    /// <summary>The same, read from a rule of nft.</summary>
    public RuleMeaning Of(NftRule native) => new(this, Rule, Place) { Native = native };

    /// <summary>Works out what a rule means.</summary>
    public static RuleMeaning Of(IptablesRule rule, IptablesTable table, HostFacts? facts = null, string prefix = "")
    {
        if (rule.Native is { } native)
            return NftRuleReader.ReadAsOne(native, rule, facts);
        var place = prefix + rule.Place;
        var builder = new RegionBuilder(rule.AddressFamily, facts);
        if (!rule.IsReadable)
        {
            builder.AddCondition(rule.Specification);
            return new RuleMeaning(builder, RuleAction.Unknown, place, rule.Specification, rule);
        }
        var syntax = rule.Syntax;
        ReadHeader(syntax, builder);
        foreach (var match in syntax.Matches)
        {
            if (rule.Backend != IptablesBackend.Nft || !NegatedPortPair.Read(match, builder))
                MatchReaders.Read(match, builder);
        }
        var change = PacketChanges.Of(syntax) ?? DestinationNat.Of(rule, builder.Facts);
        var action = ReadAction(syntax, table, change);
        // iptables takes "-p tcp -j ACCEPT --dport 22" too: what stands behind a target that has no such option is a match.
        if (action is RuleAction.Accept or RuleAction.Drop or RuleAction.Reject or RuleAction.Return or RuleAction.Jump or RuleAction.Goto)
        {
            foreach (var option in syntax.TargetOptions.Where(o => action != RuleAction.Reject || o.Name != "--reject-with"))
                builder.AddCondition(option.ToString());
        }
        return new RuleMeaning(builder, action, place, syntax.Target, rule) { Change = change };
    }

    /// <summary>The parts of a class that the rule takes or may take, disjoint; null where there are none.</summary>
    public List<RuleHit>? Hits(PacketClass packets)
    {
        List<RuleHit>? hits = null;
        foreach (var region in _regions)
        {
            if (packets.Intersect(region) is { } hit && ConditionsFor(hit, region) is { } conditions)
                (hits ??= []).Add(new RuleHit(hit, conditions));
        }
        return hits;
    }

    /// <summary>What it hangs on whether the rule takes packets that have all fields right; null where it takes none of them.</summary>
    private List<string>? ConditionsFor(PacketClass hit, PacketRegion region)
    {
        var conditions = region.Condition is null ? _conditions : [.. _conditions, region.Condition];
        foreach (var question in _questions)
        {
            var answer = question.Answer(hit);
            if (answer == false)
                return null;
            if (answer is null)
                conditions = [.. conditions, question.Text];
        }
        return hit.Transit.Translation is { } translation && translation.LeavesOpen(region) ? [.. conditions, translation.Target] : conditions;
    }

    private static void ReadHeader(RuleSyntax syntax, RegionBuilder builder)
    {
        if (syntax.Protocol is { Value: [>= '0' and <= '9', ..] number } odd && ProtocolNumbers.NumberOf(number) is null)
            builder.AddCondition(odd.ToString());
        else if (syntax.Protocol is { Value: { } protocol } p)
            builder.Restrict(new PacketRegion { Protocols = Negate(ProtocolNumbers.Read(protocol), ProtocolNumbers.All, p.Negated) });
        if (syntax.InInterface is { Value: { } inbound } i)
            builder.Restrict(new PacketRegion { InInterfaces = Negate(InterfaceSets.Matching(inbound), InterfaceSets.All, i.Negated) });
        // A packet on its way in has no outbound interface, and the name "" matches only "+" (net/netfilter/x_tables, ifname_compare).
        if (syntax.OutInterface is { Value: { } outbound } o)
            builder.Ask(new PacketQuestion(o.ToString(), packets => outbound != "+" && packets.Transit.Route == PacketRoute.Forwarded
                ? OnwardRoutes.LeavesBy(packets, Negate(InterfaceSets.Matching(outbound), InterfaceSets.All, o.Negated), builder.Facts) : (outbound == "+") != o.Negated));
        // The first packet of a connection is never a second or further fragment.
        if (syntax.Fragment is { Negated: false })
            builder.MatchNothing();
        if (syntax.Source is { } source)
            ReadAddress(source, builder, static set => new PacketRegion { Sources = set });
        if (syntax.Destination is { } destination)
            ReadAddress(destination, builder, static set => new PacketRegion { Destinations = set });
    }

    private static void ReadAddress(IptablesOption option, RegionBuilder builder, Func<IntervalSet<UInt128>, PacketRegion> region)
    {
        if (AddressSets.ReadNetwork(option.Value ?? "", builder.Family) is { } network)
            builder.Restrict(region(Negate(network, AddressSets.All(builder.Family), option.Negated)));
        else
            builder.AddCondition(option.ToString());
    }

    private static IntervalSet<T> Negate<T>(IntervalSet<T> set, IntervalSet<T> all, bool negated)
        where T : struct, IComparable<T>
        => negated ? all.Except(set) : set;

    private static RuleAction ReadAction(RuleSyntax syntax, IptablesTable table, PacketChange? change) => syntax.Target switch
    {
        null => RuleAction.Continue,
        "ACCEPT" => RuleAction.Accept,
        "DROP" => RuleAction.Drop,
        "REJECT" => RuleAction.Reject,
        "RETURN" => RuleAction.Return,
        { } chain when table.Find(chain) is not null => syntax.IsGoto ? RuleAction.Goto : RuleAction.Jump,
        "DNAT" or "REDIRECT" when change is not null => RuleAction.Translate,
        // In nat INPUT, after all that asks about sources here.
        "SNAT" when table.Name == "nat" => RuleAction.Accept,
        _ when change is not null => RuleAction.Change,
        { } target when NonTerminating.Contains(target) => RuleAction.Continue,
        _ => RuleAction.Unknown,
    };
}
