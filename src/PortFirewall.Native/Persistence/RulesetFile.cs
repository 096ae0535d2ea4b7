namespace PortFirewall;

/// <summary>Reads files of rules: of any content, and of any size that holds lines of bounded length.</summary>
internal static class RulesetFile
{
    private const int BufferSize = 64 * 1024;

    /// <summary>The lines of a file.</summary>
    /// <exception cref="FirewallException"><c>RulesetNotRead</c>, <c>UnreadableRuleset</c>.</exception>
    public static async Task<IReadOnlyList<string>> ReadLinesAsync(string path, CancellationToken cancellation)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferSize, useAsync: true);
            return await ReadLinesAsync(stream, cancellation);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw RulesetErrors.RulesetNotRead(path, failure.Message, failure);
        }
    }

    private static async Task<IReadOnlyList<string>> ReadLinesAsync(FileStream stream, CancellationToken cancellation)
    {
        var lines = new List<string>();
        var reading = new ByteLines(lines.Add);
        var buffer = new byte[BufferSize];
        for (int count; (count = await stream.ReadAsync(buffer, cancellation)) > 0;)
        {
            // Seen at once: a device that is no text may never end.
            if (buffer.AsSpan(0, count).Contains((byte)0))
                throw RulesetErrors.UnreadableRuleset(lines.Count + 1, 1, "it holds a NUL, so it is not text");
            reading.Add(buffer.AsSpan(0, count));
            // A device never comes to the end of its first line.
            if (reading.Pending > 4 * RulesetReader.LongestRule)
                throw RulesetErrors.UnreadableRuleset(lines.Count + 1, 1, $"a line has more than {RulesetReader.LongestRule} characters");
        }
        reading.Finish();
        // What marks UTF-8 on other systems is not a part of the text.
        if (lines.Count > 0 && lines[0].StartsWith('\uFEFF'))
            lines[0] = lines[0][1..];
        return lines;
    }
}
