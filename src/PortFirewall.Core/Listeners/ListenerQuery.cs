namespace PortFirewall;

/// <summary>Which listeners somebody asks about; what is empty does not matter.</summary>
internal sealed class ListenerQuery
{
    private readonly IReadOnlyList<string> _protocols;
    private readonly IReadOnlyList<AddressFamily> _families;

    /// <summary>A question about protocols and families.</summary>
    /// <exception cref="FirewallException"><c>ProtocolWithoutPorts</c>.</exception>
    public ListenerQuery(IEnumerable<string> protocols, IReadOnlyList<AddressFamily> families)
    {
        _protocols = [.. protocols.Select(ProtocolNumbers.CheckHasPorts).Distinct()];
        if (_protocols.Count == 0)
            _protocols = ProtocolNumbers.WithPorts;
        _families = families;
    }

    /// <summary>The protocols asked about, in words.</summary>
    public string Protocols => string.Join(", ", _protocols);

    /// <summary>The ports that one text stands for, by protocol: a service may have another port in each.</summary>
    /// <exception cref="FirewallException"><c>PortOutOfRange</c>, <c>PortRangeReversed</c>, <c>ServiceNotFound</c>.</exception>
    public IReadOnlyDictionary<string, PortRange> ReadPort(string text, IServiceNames services)
    {
        var ports = new Dictionary<string, PortRange>(StringComparer.Ordinal);
        FirewallException? unknown = null;
        foreach (var protocol in _protocols)
        {
            try
            {
                ports.Add(protocol, PortText.Parse(text, protocol, services));
            }
            catch (FirewallException failure) when (failure.ErrorId == nameof(InputErrors.ServiceNotFound))
            {
                unknown ??= failure;
            }
        }
        return ports.Count > 0 || unknown is null ? ports : throw unknown;
    }

    /// <summary>Whether the listener is asked about, on whatever port.</summary>
    public bool Takes(PortListener listener)
        => _protocols.Contains(listener.Protocol)
            && (_families.Count == 0
                || (listener.AcceptsIPv4 && _families.Contains(AddressFamily.IPv4))
                || (listener.AcceptsIPv6 && _families.Contains(AddressFamily.IPv6)));

    /// <summary>Whether the listener is on one of the ports.</summary>
    public static bool IsOn(PortListener listener, IReadOnlyDictionary<string, PortRange> ports)
        => ports.TryGetValue(listener.Protocol, out var range) && listener.Port >= range.Low && listener.Port <= range.High;
}
