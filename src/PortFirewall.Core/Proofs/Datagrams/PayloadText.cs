using System.Text;

namespace PortFirewall;

/// <summary>Bytes as a person writes them: text, or hexadecimal digits behind <c>hex:</c>.</summary>
internal static class PayloadText
{
    /// <summary>A word rather than <c>0x</c>, which is how text may well begin.</summary>
    public const string HexPrefix = "hex:";

    /// <summary>Reads text as UTF-8, or <c>hex:00 01 0a</c>; the digits may stand in groups of whole bytes, with spaces, colons or dashes between them.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="parameter">The parameter that it was written for.</param>
    /// <exception cref="FirewallException"><c>InvalidHexText</c>.</exception>
    public static byte[] Read(string text, string parameter)
    {
        if (!text.StartsWith(HexPrefix, StringComparison.OrdinalIgnoreCase))
            return Encoding.UTF8.GetBytes(text);
        var bytes = new List<byte>();
        foreach (var group in text[HexPrefix.Length..].Split([' ', '\t', '\r', '\n', ':', '-'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (group.Length % 2 != 0 || !group.All(char.IsAsciiHexDigit))
                throw ProbeErrors.InvalidHexText(bytes.Count, parameter);
            bytes.AddRange(Convert.FromHexString(group));
        }
        return [.. bytes];
    }
}
