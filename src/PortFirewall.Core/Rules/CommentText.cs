using System.Text;

namespace PortFirewall;

/// <summary>Checks the comment of a rule (<c>-m comment</c>) before it goes anywhere.</summary>
internal static class CommentText
{
    /// <summary><c>XT_MAX_COMMENT_LEN</c> less the closing NUL (<c>include/uapi/linux/netfilter/xt_comment.h</c>).</summary>
    public const int MaximumBytes = 255;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="FirewallException"><c>InvalidComment</c>.</exception>
    public static string Check(string comment)
    {
        if (comment.Length == 0)
            throw InputErrors.InvalidComment(comment, "it is empty");
        if (comment.Any(char.IsControl) || comment.Contains('\u2028') || comment.Contains('\u2029'))
            throw InputErrors.InvalidComment(comment, "it has a line break or another control character");
        // iptables-save escapes these, and tools that read its output do not all undo it.
        if (comment.IndexOfAny(['"', '\'', '\\']) >= 0)
            throw InputErrors.InvalidComment(comment, "it has a quote or a backslash");
        try
        {
            return Strict.GetByteCount(comment) <= MaximumBytes ? comment
                : throw InputErrors.InvalidComment(comment, $"it has more than {MaximumBytes} bytes");
        }
        catch (EncoderFallbackException)
        {
            throw InputErrors.InvalidComment(comment, "it is not valid Unicode text");
        }
    }
}
