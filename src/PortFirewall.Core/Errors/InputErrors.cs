namespace PortFirewall;

/// <summary>Errors about values that a person or script passed in. Each is found before anything runs.</summary>
internal static class InputErrors
{
    public static FirewallException PortNotSingle(string port) => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, port,
        $"'{port}' is more than one port, and a packet goes to one.",
        "Give one port.");

    public static FirewallException PortOutOfRange(string port) => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, port,
        $"'{port}' is not a port: ports are whole numbers from 1 to 65535.",
        "Give a port from 1 to 65535, a range such as 6000-6010, or a service name such as ssh; several as a list: 80, 443.");

    public static FirewallException PortRangeReversed(string range) => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, range,
        $"The port range '{range}' ends before it begins.",
        "Write the lower port first, such as 6000-6010.");

    public static FirewallException ServiceNotFound(string name, string protocol) => FirewallException.Create(
        FirewallErrorKind.ObjectNotFound, name,
        $"'{name}' is neither a port number nor a {protocol} service that this system knows.",
        "Give the port as a number, or a name listed in /etc/services for that protocol.");

    public static FirewallException ProtocolWithoutPorts(string protocol) => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, protocol,
        $"'{protocol}' is not a protocol with ports that iptables can match.",
        "Use tcp, udp, sctp or dccp.");

    public static FirewallException PathNotOfFiles(string path, string provider) => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, path,
        $"'{path}' is in PowerShell's provider {provider}, which has no files.",
        "Give a path of the file system.");

    public static FirewallException InvalidWildcard(string pattern) => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, pattern,
        $"'{pattern}' is not a pattern: a bracket is not closed.",
        "Close the bracket, or write a back-quote ahead of it to mean the character itself.");

    public static FirewallException EmptyValue(string parameter) => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, parameter,
        $"The parameter -{parameter} was given without a value. It is not taken as 'any': that could open more than was meant.",
        $"Give a value, or leave out -{parameter}.",
        terminating: true);

    public static FirewallException InvalidAddress(string address) => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, address,
        $"'{address}' is not an IPv4 or IPv6 address or network.",
        "Give an address such as 192.0.2.10, a network such as 192.0.2.0/24, or 2001:db8::/32. Host names are not accepted: a rule would keep the address of one moment.");

    public static FirewallException AddressFamilyMismatch(string address, string families) => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, address,
        $"'{address}' does not belong to the address family asked for ({families}).",
        "Give source and destination of one family, and leave out -AddressFamily or set it to that family.");

    public static FirewallException InvalidInterfaceName(string name) => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, name,
        $"'{Shorten(name)}' can't be an interface name.",
        "An interface name has 1 to 15 characters of ASCII without spaces, quotes, '\\', '/' and ':', and does not begin with '-' or '!'; a trailing '+' stands for any ending.");

    public static FirewallException InvalidChainName(string name) => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, name,
        $"'{Shorten(name)}' can't be a chain name.",
        "A chain name has 1 to 28 characters of ASCII without spaces, quotes and '\\', and does not begin with '-' or '!'.");

    public static FirewallException InvalidComment(string comment, string why) => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, comment,
        $"The comment can't be stored in a rule: {why}.",
        "Use at most 255 bytes of printable text on one line.");

    public static FirewallException InvalidConnectionState(string state) => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, state,
        $"'{Shorten(state)}' is not a connection state.",
        "Use NEW, ESTABLISHED, RELATED, INVALID, UNTRACKED, SNAT or DNAT.");

    public static FirewallException InvalidNetworkNamespaceName(string name) => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, name,
        $"'{Shorten(name)}' can't be the name of a network namespace.",
        "Use the name as 'ip netns list' shows it; one with '/', spaces, control characters or a leading '-' can't be used.");

    public static FirewallException InvalidPosition(int position, int last) => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, position,
        $"Position {position} does not exist: the chain takes a rule at positions 1 to {last}.",
        $"Give a position from 1 to {last}, or leave out -Position to have it worked out.");

    public static FirewallException InvalidTarget(string target) => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, target,
        $"'{Shorten(target)}' can't be the name of a target.",
        "Name a target such as ACCEPT, DROP or REJECT, or a chain.");

    public static FirewallException InvalidComputerName(string name) => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, WithoutPassword(name),
        $"'{Shorten(WithoutPassword(name))}' can't be a host name or address.",
        "Give a host name or an IP address, without spaces, control characters or a leading '-'.");

    public static FirewallException InvalidVantage(string vantage) => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, WithoutPassword(vantage),
        $"'{Shorten(WithoutPassword(vantage))}' is not a place to connect from.",
        "Use netns:NAME for a network namespace, ssh://[user@]host[:port] for another host, or leave out -From to connect from this host.");

    public static FirewallException InvalidSshOption(string option) => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, Keyword(option),
        $"'{Shorten(Keyword(option))}' is not an option for ssh.",
        "Write KEY=VALUE with a keyword of ssh_config(5), such as -SshOption IdentityFile=/root/.ssh/probe, ConnectTimeout=5.");

    public static FirewallException SshOptionReserved(string key) => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, key,
        $"The ssh option '{key}' is set by the probe itself: with another value it could hang, run something else, or leave something behind.",
        $"Leave out {key}. Keys, jumps, host key checking and known hosts can be given.");

    public static FirewallException InvalidSpecification(string text, int column, string why) => FirewallException.Create(
        FirewallErrorKind.InvalidData, text,
        $"The rule can't be read at column {column}: {why}.",
        "Write the rule as iptables-save prints it, without -A CHAIN.");

    /// <summary>A place without the password that somebody wrote into it (<c>user:password@</c>): errors end up in logs.</summary>
    private static string WithoutPassword(string place)
    {
        var start = place.IndexOf("//", StringComparison.Ordinal) is var slashes and >= 0 ? slashes + 2 : 0;
        var colon = place.IndexOf(':', start);
        var at = place.LastIndexOf('@');
        return colon >= 0 && colon < at ? place[..(colon + 1)] + "…" + place[at..] : place;
    }

    /// <summary>An option without its value, which may be a secret too.</summary>
    private static string Keyword(string option)
        => option.AsSpan().TrimStart().IndexOfAny(' ', '\t', '=') is var end and >= 0 && option.TrimStart()[..(end + 1)] is var keyword && keyword.Length < option.Trim().Length
            ? keyword.TrimEnd() + "…" : option;

    /// <summary>As much of a text as is needed to know it again.</summary>
    private static string Shorten(string text) => text.Length > 60 ? text[..60] + "…" : text;
}
