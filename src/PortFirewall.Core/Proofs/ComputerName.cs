using System.Net;

namespace PortFirewall;

/// <summary>Host names and addresses as a person writes them, checked before anything is asked about them.</summary>
internal static class ComputerName
{
    /// <summary>The longest name that DNS carries (RFC 1035).</summary>
    private const int MaximumLength = 253;

    /// <summary>Checks that the text can be a host name or an address; whether it exists is for the vantage to find out.</summary>
    /// <returns>The text without white space around it.</returns>
    /// <exception cref="FirewallException"><c>InvalidComputerName</c>.</exception>
    public static string Check(string text)
    {
        var name = text.Trim();
        if (name.Length is 0 or > MaximumLength || name[0] is '-' or '.' || !name.All(IsAllowed) || (name.Contains(':') && LiteralFamily(name) is null))
            throw InputErrors.InvalidComputerName(text);
        return name;
    }

    /// <summary>The family of an address in digits; null for a name. One of IPv4 that is written as one of IPv6 (RFC 4291 2.5.5.2) is reached over IPv4.</summary>
    public static AddressFamily? LiteralFamily(string name)
    {
        // A zone (fe80::1%eth0) names an interface of the vantage, which need not exist here.
        var zone = name.IndexOf('%');
        return IPAddress.TryParse(zone < 0 ? name : name[..zone], out var address)
            ? address is { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } ? AddressFamily.IPv6 : AddressFamily.IPv4
            : null;
    }

    private static bool IsAllowed(char c) => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' or ':' or '%';
}
