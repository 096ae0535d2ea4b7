using System.Buffers;
using System.Text;
using CliWrap;

namespace PortFirewall;

/// <summary>Keeps the beginning and the end of what a tool complains about: it may be another host that speaks there, and says as much as it likes.</summary>
internal sealed class BoundedText
{
    private const int Half = 64 * 1024;

    private readonly StringBuilder _first = new();
    private readonly StringBuilder _last = new();

    /// <summary>Takes the text while the tool writes it.</summary>
    public PipeTarget Target => PipeTarget.Create(async (stream, cancellation) =>
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Half);
        var characters = ArrayPool<char>.Shared.Rent(Half + 1);
        try
        {
            var decoder = Encoding.UTF8.GetDecoder();
            for (int count; (count = await stream.ReadAsync(bytes.AsMemory(0, Half), cancellation)) > 0;)
                Append(characters.AsSpan(0, decoder.GetChars(bytes, 0, count, characters, 0)));
            Append(characters.AsSpan(0, decoder.GetChars([], 0, 0, characters, 0, flush: true)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<char>.Shared.Return(characters);
        }
    });

    /// <inheritdoc/>
    public override string ToString() => _first.ToString() + _last;

    private void Append(ReadOnlySpan<char> text)
    {
        var room = Math.Min(text.Length, Half - _first.Length);
        _first.Append(text[..room]);
        _last.Append(text[room..]);
        if (_last.Length > Half)
            _last.Remove(0, _last.Length - Half);
    }
}
