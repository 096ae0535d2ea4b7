using System.Text;

namespace PortFirewall;

/// <summary>
/// Text of rules from bytes and back, to the letter. The kernel keeps any bytes in a comment; those that are not UTF-8 become
/// lone surrogates (U+DC80 to U+DCFF), as no text has them by itself.
/// </summary>
internal static class RulesetBytes
{
    private const char Escape = '\uDC00';
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return DecodeEscaped(bytes);
        }
    }

    public static byte[] Encode(string text)
    {
        try
        {
            return Strict.GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            return EncodeEscaped(text);
        }
    }

    private static string DecodeEscaped(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            var isRune = Rune.DecodeFromUtf8(bytes, out var rune, out var used) == System.Buffers.OperationStatus.Done;
            if (isRune)
                text.Append(rune.ToString());
            for (var i = 0; !isRune && i < used; i++)
                text.Append((char)(Escape + bytes[i]));
            bytes = bytes[used..];
        }
        return text.ToString();
    }

    private static byte[] EncodeEscaped(string text)
    {
        var bytes = new List<byte>(text.Length);
        Span<byte> encoded = stackalloc byte[4];
        for (var i = 0; i < text.Length; i++)
        {
            if (Rune.TryGetRuneAt(text, i, out var rune))
            {
                bytes.AddRange(encoded[..rune.EncodeToUtf8(encoded)]);
                i += rune.Utf16SequenceLength - 1;
            }
            else if (text[i] is >= '\uDC80' and <= '\uDCFF')
            {
                bytes.Add((byte)(text[i] - Escape));
            }
            else
            {
                bytes.AddRange(Strict.GetBytes("\uFFFD"));
            }
        }
        return [.. bytes];
    }
}
