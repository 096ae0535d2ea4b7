using System.Globalization;

namespace PortFirewall;

/// <summary>
/// What stands where on the way of packets: the base chains that see them, and the text of each rule. Of an answer that came from another
/// session nothing is known but the names.
/// </summary>
/// <param name="ruleset">The rule set that was asked; null where it is not known.</param>
internal sealed class PathPlaces(IptablesRuleset? ruleset)
{
    private readonly List<BaseChain> _chains = ruleset is null ? [] : [.. InboundPath.ChainsOf(ruleset)];
    private readonly Dictionary<string, Dictionary<string, string>> _texts = new(StringComparer.Ordinal);

    /// <summary>The base chain in which a rule stands; where it stands in another one, the one that may lead to it.</summary>
    public string BaseOf(string place)
    {
        var chain = ChainOf(place);
        return Find(chain) is not null || FindAround(place) is not { } around ? chain : around.Place;
    }

    /// <summary>What a rule or policy says; empty where that is not known.</summary>
    public string TextOf(string place)
    {
        if (NumberOf(place) is null)
            return Find(ChainOf(place)) is { } chain && place == chain.PolicyPlace ? Word(chain.Policy) : "";
        return FindAround(place) is { } around ? TextsOf(around, ChainOf(place)).GetValueOrDefault(place, "") : "";
    }

    /// <summary>What a base chain is like: how many rules it has, and its policy.</summary>
    public string Describe(string chain)
    {
        if (Find(chain) is not { } known || known.Name.Length == 0)
            return "";
        var count = TextsOf(known, chain).Count;
        return $"{count} {(count == 1 ? "rule" : "rules")}, policy {Word(known.Policy)}";
    }

    /// <summary>The base chains that packets of the answer meet, in the kernel's order, up to the last place where some of them are decided.</summary>
    public IEnumerable<string> OnTheWay(PortPath path)
    {
        var last = -1;
        var hooks = new HashSet<InboundHook> { InboundHook.Ingress, InboundHook.Prerouting };
        foreach (var segment in path.Segments)
        {
            var first = (segment.TranslatedAt is null ? segment.Via : segment.Via.Skip(1)).Append(segment.DecidedBy.Split(", ")[0]).First();
            var at = _chains.FindIndex(c => c.Place == BaseOf(first));
            if (at < 0)
                continue;
            hooks.UnionWith(_chains[at].Hook switch
            {
                InboundHook.Input => [InboundHook.Input],
                InboundHook.Forward or InboundHook.Postrouting => [InboundHook.Forward, InboundHook.Postrouting],
                _ => Array.Empty<InboundHook>(),
            });
            last = Math.Max(last, segment.Verdict is PortVerdict.Drop or PortVerdict.Reject ? at : int.MaxValue);
        }
        return _chains.Where((c, i) => i <= last && hooks.Contains(c.Hook)).Select(c => c.Place);
    }

    /// <summary>Whether a place is that of a firewall or hook as a whole, and not of a rule or policy in it.</summary>
    public static bool IsWhole(string place) => !place.EndsWith(":policy", StringComparison.Ordinal) && NumberOf(place) is null;

    /// <summary>The number of a rule; null for a policy.</summary>
    public static int? NumberOf(string place)
        => int.TryParse(place.AsSpan(place.LastIndexOf(':') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The rules of a chain by their places: of chains with 100,000 of them it is asked often.</summary>
    private Dictionary<string, string> TextsOf(BaseChain around, string chain)
    {
        if (!_texts.TryGetValue(chain, out var texts))
        {
            _texts[chain] = texts = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (place, text) in around.Chains.Texts(chain[PrefixOf(around).Length..]))
                texts[place] = text;
        }
        return texts;
    }

    private static string ChainOf(string place) => place.LastIndexOf(':') is > 0 and var colon ? place[..colon] : place;

    private BaseChain? Find(string chain) => _chains.Find(c => c.Place == chain);

    /// <summary>The base chain of the same table, where there are several the one that decides where packets go, as only its rules are told without a way to them.</summary>
    private BaseChain? FindAround(string place)
    {
        var chain = ChainOf(place);
        return Find(chain) ?? _chains.OrderByDescending(c => c.IsNat).FirstOrDefault(c => chain.StartsWith(PrefixOf(c), StringComparison.Ordinal) && c.Chains.Find(chain[PrefixOf(c).Length..]) is not null);
    }

    /// <summary>What the places of a chain's table begin with: nothing for filter, <c>mangle </c>, <c>nft inet filter </c>.</summary>
    private static string PrefixOf(BaseChain chain) => chain.Place.EndsWith(chain.Name, StringComparison.Ordinal) ? chain.Place[..^chain.Name.Length] : chain.Place;

    private static string Word(PortVerdict policy) => policy == PortVerdict.Drop ? "DROP" : "ACCEPT";
}
