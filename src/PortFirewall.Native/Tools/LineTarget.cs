using System.Buffers;
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

    /// <summary>The same for the text of rules, to the letter: see <see cref="ByteLines"/>.</summary>
    /// <param name="take">Takes each line.</param>
    public static PipeTarget ToTheLetter(Action<string> take) => PipeTarget.Create(async (stream, cancellation) =>
    {
        var bytes = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var lines = new ByteLines(take);
            for (int count; (count = await stream.ReadAsync(bytes.AsMemory(0, BufferSize), cancellation)) > 0;)
                lines.Add(bytes.AsSpan(0, count));
            lines.Finish();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    });

    /// <summary>The same, for output of any other kind.</summary>
    /// <param name="take">Takes each line.</param>
    /// <param name="longest">How many characters of a line are kept, where the tool may print anything; the rest of it is passed over.</param>
    public static PipeTarget To(Action<string> take, int longest = int.MaxValue) => PipeTarget.Create(async (stream, cancellation) =>
    {
        var bytes = ArrayPool<byte>.Shared.Rent(BufferSize);
        var characters = ArrayPool<char>.Shared.Rent(BufferSize + 1);
        try
        {
            var decoder = Encoding.UTF8.GetDecoder();
            var rest = new StringBuilder();
            for (int count; (count = await stream.ReadAsync(bytes.AsMemory(0, BufferSize), cancellation)) > 0;)
                TakeLines(characters.AsSpan(0, decoder.GetChars(bytes, 0, count, characters, 0)), rest, take, longest);
            rest.Append(characters, 0, decoder.GetChars([], 0, 0, characters, 0, flush: true));
            if (rest.Length > 0)
                take(rest.ToString());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<char>.Shared.Return(characters);
        }
    });

    private static void TakeLines(ReadOnlySpan<char> text, StringBuilder rest, Action<string> take, int longest)
    {
        for (int end; (end = text.IndexOf('\n')) >= 0; text = text[(end + 1)..])
        {
            take(rest.Length == 0 ? text[..end].ToString() : rest.Append(text[..end]).ToString());
            rest.Clear();
        }
        rest.Append(text[..Math.Min(text.Length, longest - Math.Min(rest.Length, longest))]);
    }
}
