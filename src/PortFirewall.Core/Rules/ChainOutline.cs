namespace PortFirewall;

/// <summary>A chain without its rules: what there is to choose from, at little cost.</summary>
/// <param name="Family">The family.</param>
/// <param name="Name">Its name.</param>
internal sealed record ChainOutline(AddressFamily Family, string Name)
{
    /// <summary>The policy of a built-in chain; null for a user's own.</summary>
    public string? Policy { get; init; }

    /// <summary>How many rules it has; null where that was not told.</summary>
    public int? Rules { get; init; }

    /// <summary>How many rules it has and how many lead to it, where only both together are known.</summary>
    public int? Uses { get; init; }

    /// <summary>What it is, in a few words.</summary>
    public string Describe()
    {
        var size = Rules is { } rules ? Count(rules, "rule") : Uses switch
        {
            null => null,
            0 => "no rules, and none leads here",
            { } uses => Count(uses, "rule") + " in it or leading to it",
        };
        return string.Join(", ", new[] { Policy is null ? "user-defined chain" : $"policy {Policy}", size }.OfType<string>());
    }

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
