using System.Globalization;
using System.Net;

namespace PortFirewall;

/// <summary>The fields of the far side's lines: words with one space between them, <c>-</c> for what is not known.</summary>
internal static class FarLine
{
    /// <summary>Longer than any line of the script with the largest reply; what is longer is cut while it is read.</summary>
    public const int Longest = 400_000;

    /// <summary>The words behind the token; null for a line that is not the script's.</summary>
    public static string[]? Split(string line, string token)
        => line.StartsWith(token, StringComparison.Ordinal) && line.Length > token.Length + 1 && line[token.Length] == ' '
            ? line[(token.Length + 1)..].TrimEnd('\r').Split(' ')
            : null;

    /// <summary>An address; a zone is left out, as it names an interface of another host.</summary>
    public static IPAddress? ReadAddress(string field)
    {
        var zone = field.IndexOf('%');
        return IPAddress.TryParse(zone < 0 ? field : field[..zone], out var address) ? address : null;
    }

    /// <summary>A zone as an interface may be called, with its <c>%</c>; empty where there is none, or none that goes back over there.</summary>
    public static string ReadZone(string field)
    {
        var zone = field.IndexOf('%');
        return zone < 0 || field.Length - zone > 64 || !field[(zone + 1)..].All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_') ? "" : field[zone..];
    }

    public static int? ReadPort(string field)
        => int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535 ? port : null;

    public static AddressFamily FamilyOf(IPAddress address)
        => address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? AddressFamily.IPv6 : AddressFamily.IPv4;
}
