using System.Globalization;

namespace PortFirewall;

/// <summary>Numbers of up to 32 bits in the bases that iptables takes: <c>16</c>, <c>0x10</c>, <c>020</c>.</summary>
internal static class NumberText
{
    public static long? Read(string text)
    {
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return uint.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hexadecimal) ? hexadecimal : null;
        if (text is ['0', _, ..])
            return ReadOctal(text);
        return uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary><c>0x1/0xff</c>; without a mask, all bits.</summary>
    public static (uint Bits, uint Mask)? ReadMasked(string text, uint whole = uint.MaxValue)
    {
        var slash = text.IndexOf('/');
        return Read(slash < 0 ? text : text[..slash]) is { } bits && (slash < 0 ? whole : Read(text[(slash + 1)..])) is { } mask ? ((uint)bits, (uint)mask) : null;
    }

    private static long? ReadOctal(string text)
    {
        long number = 0;
        foreach (var digit in text)
        {
            if (digit is < '0' or > '7' || (number = (number * 8) + (digit - '0')) > uint.MaxValue)
                return null;
        }
        return number;
    }
}
