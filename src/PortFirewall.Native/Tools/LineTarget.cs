using System.Text;
using CliWrap;

namespace PortFirewall;

/// <summary>
/// Hands on what a tool prints, a line at a time while it prints. A line ends at a line feed and at nothing else: a comment of
/// a rule may hold a carriage return, and what follows it must not pass for a line of its own.
/// </summary>
internal static class LineTarget
{
    private const int BufferSize = 64 * 1024;

    public static PipeTarget To(Action<string> take) => PipeTarget.Create(async (stream, cancellation) =>
    {
        using var reader = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, BufferSize, leaveOpen: true);
        var buffer = new char[BufferSize];
        var rest = new StringBuilder();
        for (int count; (count = await reader.ReadAsync(buffer, cancellation)) > 0;)
            TakeLines(buffer.AsSpan(0, count), rest, take);
        if (rest.Length > 0)
            take(rest.ToString());
    });

    private static void TakeLines(ReadOnlySpan<char> text, StringBuilder rest, Action<string> take)
    {
        for (int end; (end = text.IndexOf('\n')) >= 0; text = text[(end + 1)..])
        {
            take(rest.Length == 0 ? text[..end].ToString() : rest.Append(text[..end]).ToString());
            rest.Clear();
        }
        rest.Append(text);
    }
}
