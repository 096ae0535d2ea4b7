namespace PortFirewall;

/// <summary>What sort of chain a user chain is, judged by every packet that could enter it.</summary>
internal sealed class ChainCharacter(IptablesTable table)
{
    private static readonly string[] ForwardedHooks = ["FORWARD", "OUTPUT", "PREROUTING", "POSTROUTING"];

    private readonly Dictionary<string, bool> _verdictChains = new(StringComparer.Ordinal);

    /// <summary>Whether the chain stops every packet of whatever kind, such as <c>LOGDROP</c>.</summary>
    public bool IsVerdictChain(IptablesChain chain)
    {
        if (!_verdictChains.TryGetValue(chain.Name, out var known))
            _verdictChains[chain.Name] = known = StopsEverything(chain);
        return known;
    }

    /// <summary>Whether the chain accepts something, as the chain of a zone does and a chain of bans does not.</summary>
    public bool IsRuleChain(IptablesChain chain)
        => UniversalClasses(chain.AddressFamily).Any(packets =>
        {
            var walker = new ChainWalker(new IptablesRules(table));
            walker.Walk(chain.Name, [PathPart.Start(packets)]);
            return walker.Outcomes.Exists(o => o.Verdict == PortVerdict.Accept);
        });

    /// <summary>A built-in chain other than the packets' own from which the chain is reached as well; null where there is none.</summary>
    public string? SharedWith(IptablesChain chain, string ownHook)
        => Array.Find(ForwardedHooks, hook => hook != ownHook && table.Find(hook) is { } start && Reaches(start, chain.Name));

    private bool StopsEverything(IptablesChain chain)
        => UniversalClasses(chain.AddressFamily).All(packets =>
        {
            var walker = new ChainWalker(new IptablesRules(table));
            return walker.Walk(chain.Name, [PathPart.Start(packets)]).Count == 0 && walker.Outcomes.TrueForAll(o => o.Stops);
        });

    private bool Reaches(IptablesChain from, string chain)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { from.Name };
        var open = new Stack<IptablesChain>([from]);
        while (open.TryPop(out var next))
        {
            foreach (var target in next.Rules.Select(r => r.Target).OfType<string>())
            {
                if (target == chain)
                    return true;
                if (seen.Add(target) && table.Find(target) is { } further)
                    open.Push(further);
            }
        }
        return false;
    }

    private static IEnumerable<PacketClass> UniversalClasses(AddressFamily family)
        => ProtocolNumbers.WithPorts.Select(ProtocolNumbers.OfPortProtocol)
            .Append(family == AddressFamily.IPv4 ? 1 : 58).Append(ProtocolNumbers.Other)
            .Select(protocol => PacketClass.Any(family, protocol) with { InInterfaces = InterfaceSets.All });
}
