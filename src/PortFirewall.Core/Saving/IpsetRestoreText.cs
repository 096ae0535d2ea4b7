namespace PortFirewall;

/// <summary>What <c>ipset save</c> prints and <c>ipset restore</c> takes.</summary>
internal static class IpsetRestoreText
{
    /// <summary>The names of the sets that it makes.</summary>
    public static IEnumerable<string> NamesIn(string text)
        => text.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(words => words is ["create" or "-N", _, ..] or ["create", "-exist", _, ..])
            .Select(words => words[1] == "-exist" ? words[2] : words[1]);

    /// <summary>The text that makes sets, empty.</summary>
    public static string Of(IEnumerable<IpsetHeader> sets) => string.Concat(sets.Select(set => $"{set}\n"));
}
