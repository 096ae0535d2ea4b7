namespace PortFirewall;

/// <summary>Reads what <c>ipset list -terse</c> prints: blocks of <c>Name:</c>, <c>Type:</c>, <c>Header:</c> and figures.</summary>
internal static class IpsetHeaders
{
    public static IReadOnlyDictionary<string, IpsetHeader> Read(string text)
    {
        var sets = new Dictionary<string, IpsetHeader>(StringComparer.Ordinal);
        var (name, type) = ("", "");
        foreach (var line in TextLines.Of(text))
        {
            if (After(line, "Name: ") is { } named)
                (name, type) = (named, "");
            else if (After(line, "Type: ") is { } typed)
                type = typed;
            // A list of sets without options prints nothing behind the colon.
            else if (name.Length > 0 && type.Length > 0 && After(line + " ", "Header: ") is { } options)
                sets[name] = new IpsetHeader { Name = name, Type = type, Options = options.Trim() };
        }
        return sets;
    }

    private static string? After(string line, string label) => line.StartsWith(label, StringComparison.Ordinal) ? line[label.Length..] : null;
}
