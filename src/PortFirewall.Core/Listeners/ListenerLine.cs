using System.Globalization;

namespace PortFirewall;

/// <summary>Reads one line of <c>ss</c>: protocol, state, two queues, the local and the peer's end, and then what is known beside.</summary>
internal static class ListenerLine
{
    private const int LocalColumn = 4;
    private const int ColumnCount = 6;

    /// <summary>The listener, or null where the line is about something else.</summary>
    public static PortListener? Read(string line, string? networkNamespace)
    {
        var words = line.Split(' ', ColumnCount + 1, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        // A datagram socket never listens; one that is not connected takes datagrams from everybody.
        if (words.Length < ColumnCount || !ProtocolNumbers.WithPorts.Contains(words[0]) || words[1] != (words[0] == "udp" ? "UNCONN" : "LISTEN"))
            return null;
        var local = words[LocalColumn];
        var colon = local.LastIndexOf(':');
        if (colon < 1 || !int.TryParse(local.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port is < 1 or > PortRange.Maximum || ListenerAddress.Read(local[..colon]) is not { } bound)
            return null;

        var process = ListenerProcess.Read(words.Length > ColumnCount ? words[ColumnCount] : "", out var rest);
        var only6 = rest.Split(' ').Contains("v6only:1");
        return new PortListener
        {
            Protocol = words[0],
            AddressFamily = bound.Family,
            LocalAddress = bound.Address,
            Port = port,
            Scope = bound.Scope,
            AcceptsIPv4 = bound.Family == AddressFamily.IPv4 || (bound.IsEveryFamily && !only6),
            AcceptsIPv6 = bound.Family == AddressFamily.IPv6,
            Interface = bound.Interface,
            ProcessName = process?.Name,
            ProcessId = process?.Id,
            NetworkNamespace = networkNamespace,
        };
    }
}
