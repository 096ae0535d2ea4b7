namespace PortFirewall;

/// <summary>
/// A configuration file that a service's shell script reads in (<c>/etc/default/netfilter-persistent</c>, <c>/etc/conf.d/iptables</c>). Only plain
/// assignments are understood; no shell runs what the file says.
/// </summary>
internal static class ShellSettings
{
    public static IReadOnlyDictionary<string, string> Read(string? text)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in (text ?? "").Split('\n').Select(l => l.Trim()))
        {
            var words = line.StartsWith("export ", StringComparison.Ordinal) ? line["export ".Length..].TrimStart() : line;
            if (words.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && words[..at].All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
                settings[words[..at]] = ValueOf(words[(at + 1)..]);
        }
        return settings;
    }

    private static string ValueOf(string text)
        => text is [('"' or '\'') and var quote, .. var rest]
            ? rest.IndexOf(quote, StringComparison.Ordinal) is >= 0 and var end ? rest[..end] : rest
            : text.Split(' ', '\t', '#', ';')[0];
}
