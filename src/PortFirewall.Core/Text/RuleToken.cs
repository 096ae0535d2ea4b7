namespace PortFirewall;

/// <summary>A word of a rule's text.</summary>
/// <param name="Text">The word, without quotes and escapes.</param>
/// <param name="Column">Where it begins, from 1.</param>
/// <param name="Quoted">Whether it was quoted: then it is a value, whatever it looks like.</param>
internal readonly record struct RuleToken(string Text, int Column, bool Quoted)
{
    /// <summary>Whether this begins an option. <c>-5</c> is a number, and a lone <c>-</c> is a value.</summary>
    public bool IsOption => !Quoted && LooksLikeOption;

    /// <summary>Whether iptables would take this for an option where it expects one; quotes make no difference to it there.</summary>
    public bool LooksLikeOption => Text.Length > 1 && Text[0] == '-' && !char.IsAsciiDigit(Text[1]);

    public bool IsNegation => !Quoted && Text == "!";
}
