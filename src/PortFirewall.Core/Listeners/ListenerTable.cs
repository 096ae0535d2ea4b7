namespace PortFirewall;

/// <summary>
/// Reads what <c>ss --listening --numeric --processes --extended</c> prints for at least two protocols (<c>ss(8)</c>): then each line begins
/// with its protocol. A line that makes no sense is left out, as later versions of <c>ss</c> may print more than is known here.
/// </summary>
internal static class ListenerTable
{
    /// <summary>The listening sockets, in the order of protocol, port and address.</summary>
    public static IReadOnlyList<PortListener> Read(string text, string? networkNamespace)
    {
        var listeners = new List<PortListener>();
        foreach (var line in text.Split('\n'))
        {
            if (ListenerLine.Read(line, networkNamespace) is { } listener)
                listeners.Add(listener);
        }
        // Sockets that share a port (SO_REUSEPORT) within one process are one listener to everybody outside.
        return [.. listeners
            .DistinctBy(l => (l.Protocol, l.Port, l.LocalAddress, l.Interface, l.ProcessId, l.AcceptsIPv4, l.AcceptsIPv6))
            .OrderBy(l => IndexOf(l.Protocol)).ThenBy(l => l.Port).ThenBy(l => l.AddressFamily)];
    }

    private static int IndexOf(string protocol)
    {
        for (var i = 0; i < ProtocolNumbers.WithPorts.Count; i++)
        {
            if (ProtocolNumbers.WithPorts[i] == protocol)
                return i;
        }
        return int.MaxValue;
    }
}
