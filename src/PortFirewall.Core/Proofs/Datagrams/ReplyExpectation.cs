using System.Text;
using System.Text.RegularExpressions;

namespace PortFirewall;

/// <summary>What a reply must hold to count: some bytes, or what a regular expression finds.</summary>
internal sealed class ReplyExpectation
{
    /// <summary>Far more than an honest expression needs for the longest datagram.</summary>
    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(1);

    private readonly byte[]? _bytes;
    private readonly Regex? _expression;

    private ReplyExpectation(byte[]? bytes, Regex? expression)
    {
        _bytes = bytes;
        _expression = expression;
    }

    /// <summary>The reply holds these bytes in a row.</summary>
    public static ReplyExpectation OfBytes(byte[] bytes) => new(bytes, null);

    /// <summary>The expression matches somewhere in the text of the reply. A match that takes too long is none, whatever the expression's own bound.</summary>
    public static ReplyExpectation OfExpression(Regex expression)
        => new(null, new Regex(expression.ToString(), expression.Options, LongestMatch));

    /// <summary>Whether a reply is what was expected. Takes any bytes, and a bounded time.</summary>
    public bool IsMetBy(ReadOnlySpan<byte> reply)
    {
        if (_bytes is not null)
            return reply.IndexOf(_bytes) >= 0;
        try
        {
            return _expression!.IsMatch(TextOf(reply));
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    /// <summary>UTF-8; where it is not that, each byte is the character of its number, so that an expression can name any byte as <c>\xFF</c>.</summary>
    private static string TextOf(ReadOnlySpan<byte> reply)
        => System.Text.Unicode.Utf8.IsValid(reply) ? Encoding.UTF8.GetString(reply) : Encoding.Latin1.GetString(reply);
}
