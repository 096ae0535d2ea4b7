namespace PortFirewall;

/// <summary>Parts of a port's packets in words.</summary>
internal static class PathWords
{
    /// <summary>Which packets a part is about: <c>from all but 203.0.113.0/24 on eth0</c>; <c>all packets</c> where nothing tells them from the rest.</summary>
    /// <param name="segment">The part.</param>
    /// <param name="asked">The port that was asked about.</param>
    public static string Packets(PortPathSegment segment, string asked)
    {
        string?[] parts =
        [
            segment.Port == asked ? null : $"port {segment.Port}",
            Part("from", segment.Source),
            Part("to", segment.Destination),
            Part("on", segment.InInterface),
            Part("from port", segment.SourcePort),
            Part("in state", segment.ConnectionState),
        ];
        var words = string.Join(' ', parts.OfType<string>());
        return words.Length == 0 ? "all packets" : words;
    }

    /// <summary>One property in words; null for every value.</summary>
    public static string? Part(string word, string? values)
        => values is null ? null : values.StartsWith("! ", StringComparison.Ordinal) ? $"{word} all but {values[2..]}" : $"{word} {values}";
}
