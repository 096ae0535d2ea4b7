namespace PortFirewall;

/// <summary>Says what a change did, from what is kept to take it back.</summary>
internal static class RollbackDescription
{
    /// <param name="family">The family.</param>
    /// <param name="lines">The lines as <see cref="ChainChange.WriteTo"/> wrote them.</param>
    public static IEnumerable<string> Of(AddressFamily family, IEnumerable<string> lines)
    {
        var table = "";
        foreach (var line in lines)
        {
            if (line.StartsWith('*'))
                table = line[1..];
            else if (Describe(line) is { } what)
                yield return $"{family} {table} {what}";
        }
    }

    /// <summary>What it says of a rule that a change put in.</summary>
    public static string OfAdded(IptablesRule rule) => $"{rule.AddressFamily} {rule.Table} {rule.Chain}: added {rule.Specification}";

    private static string? Describe(string line) => line.Split(' ', 3) switch
    {
        ["D", var chain, var rest] => $"{chain}: added {Behind(rest, 2)}",
        ["R", var chain, var rest] => $"{chain}: removed {Behind(rest, 3)}",
        ["M", var chain, var rest] => $"{chain}: moved {Behind(rest, 2)}",
        ["P", var chain, var policies] => $"{chain}: policy {policies.Replace(" ", " to ", StringComparison.Ordinal)}",
        ["N", var chain] => $"{chain}: made",
        ["X", var chain] => $"{chain}: deleted",
        _ => null,
    };

    private static string Behind(string text, int words) => text.Split(' ', words + 1)[^1];
}
