namespace PortFirewall;

/// <summary>The look of a verdict in a terminal, in its own colours. The engine leaves them out where <c>$PSStyle</c>, <c>NO_COLOR</c> or a redirection says so.</summary>
public static class VerdictStyle
{
    private const string Reset = "\u001b[0m";

    /// <summary>A text with the look of a verdict.</summary>
    /// <param name="verdict">The verdict, as a word or a value; with any other the text stays as it is.</param>
    /// <param name="text">The text.</param>
    public static string Of(object? verdict, string text) => verdict?.ToString() switch
    {
        nameof(PortVerdict.Accept) => $"\u001b[32m{text}{Reset}",
        nameof(PortVerdict.Drop) or nameof(PortVerdict.Reject) => $"\u001b[31m{text}{Reset}",
        nameof(PortVerdict.Mixed) or nameof(PortVerdict.Unknown) => $"\u001b[33m{text}{Reset}",
        _ => text,
    };
}
