namespace PortFirewall;

/// <summary>Places of rules in a sentence.</summary>
internal static class RulePlaces
{
    private const int Most = 6;

    /// <summary><c>INPUT:1, INPUT:2 and 3 more</c></summary>
    public static string List(IReadOnlyList<IptablesRule> rules)
    {
        var places = rules.Take(rules.Count > Most + 1 ? Most : rules.Count).Select(r => r.Place).ToList();
        return rules.Count > places.Count ? $"{string.Join(", ", places)} and {rules.Count - places.Count} more"
            : places.Count > 1 ? $"{string.Join(", ", places.SkipLast(1))} and {places[^1]}" : string.Concat(places);
    }
}
