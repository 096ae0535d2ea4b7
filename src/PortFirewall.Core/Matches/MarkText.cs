using System.Globalization;

namespace PortFirewall;

/// <summary>Marks and masks as rules write them.</summary>
internal static class MarkText
{
    /// <summary>Reads <c>0x10</c>, <c>16</c> or <c>020</c>, as <c>strtoul</c> does with base 0 (<c>xtables_strtoui</c>).</summary>
    public static uint? ReadNumber(string? text)
    {
        if (text is null)
            return null;
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return uint.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) ? hex : null;
        if (text is ['0', _, ..])
            return ReadOctal(text);
        return uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>Reads <c>0x10/0xff</c>; without a mask it is all bits.</summary>
    public static (uint Value, uint Mask)? ReadMasked(string? text)
    {
        var slash = text?.IndexOf('/') ?? -1;
        var mask = slash < 0 ? uint.MaxValue : ReadNumber(text![(slash + 1)..]);
        return ReadNumber(slash < 0 ? text : text![..slash]) is { } value && mask is { } bits ? (value, bits) : null;
    }

    private static uint? ReadOctal(string text)
    {
        ulong value = 0;
        foreach (var digit in text)
        {
            if (digit is < '0' or > '7' || (value = (value * 8) + (uint)(digit - '0')) > uint.MaxValue)
                return null;
        }
        return (uint)value;
    }
}
