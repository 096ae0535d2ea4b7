using System.Globalization;

namespace PortFirewall;

/// <summary>
/// Another host, reached through this host's own OpenSSH client. User and host become words of a command line: what could pass for
/// an option, or mean something to a shell that a user's <c>ProxyCommand</c> runs in, is never let in.
/// </summary>
/// <param name="User">The user there; null for whom ssh's own configuration names.</param>
/// <param name="Host">A name, an address, or a <c>Host</c> of the user's ssh configuration.</param>
/// <param name="Port">The port of the ssh server; null for the configured one.</param>
internal sealed record SshVantage(string? User, string Host, int? Port) : Vantage
{
    public const string Scheme = "ssh://";

    private const int MaximumHostLength = 253;

    /// <summary>Longer than any login name of Linux (<c>useradd(8)</c>), short enough for every error message.</summary>
    private const int MaximumUserLength = 64;

    /// <inheritdoc/>
    public override string Text
    {
        get
        {
            var host = Host.Contains(':') ? $"[{Host}]" : Host;
            return Scheme + (User is null ? "" : User + "@") + host + (Port is null ? "" : string.Create(CultureInfo.InvariantCulture, $":{Port}"));
        }
    }

    /// <summary>Reads <c>[user@]host[:port]</c>, with an IPv6 address in brackets.</summary>
    /// <exception cref="FirewallException"><c>InvalidVantage</c>.</exception>
    public static SshVantage Read(string destination)
    {
        var whole = Scheme + destination;
        var rest = destination.EndsWith('/') ? destination[..^1] : destination;
        string? user = null;
        if (rest.IndexOf('@') is var at and >= 0)
        {
            user = rest[..at];
            rest = rest[(at + 1)..];
            if (!IsUser(user))
                throw InputErrors.InvalidVantage(whole);
        }
        var (host, port) = Split(rest);
        if (host is null || (port is not null && ReadPort(port) is null))
            throw InputErrors.InvalidVantage(whole);
        return new SshVantage(user, host, port is null ? null : ReadPort(port));
    }

    private static (string? Host, string? Port) Split(string text)
    {
        if (text.StartsWith('['))
        {
            var end = text.IndexOf(']');
            if (end < 0 || ComputerName.LiteralFamily(text[1..end]) != AddressFamily.IPv6 || !text[1..end].All(c => IsPlain(c) || c is ':' or '%'))
                return default;
            return text[(end + 1)..] switch
            {
                "" => (text[1..end], null),
                [':', .. var port] => (text[1..end], port),
                _ => default,
            };
        }
        var colon = text.IndexOf(':');
        var host = colon < 0 ? text : text[..colon];
        var isHost = host.Length is > 0 and <= MaximumHostLength && host[0] is not ('-' or '.') && host.All(IsPlain);
        return isHost ? (host, colon < 0 ? null : text[(colon + 1)..]) : default;
    }

    private static int? ReadPort(string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535 ? port : null;

    private static bool IsUser(string text) => text.Length is > 0 and <= MaximumUserLength && text[0] is not ('-' or '.') && text.All(IsPlain);

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_';
}
