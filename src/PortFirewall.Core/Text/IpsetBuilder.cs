using System.Globalization;

namespace PortFirewall;

/// <summary>Gathers the entries of one set while it is read.</summary>
internal sealed class IpsetBuilder
{
    /// <summary>Options that change what an entry stands for.</summary>
    private static readonly string[] NotUnderstood = ["netmask", "bitmask"];

    private readonly string _type;
    private readonly AddressFamily _family;
    private readonly List<(int? Protocol, int Port, IntervalSet<UInt128> Addresses, int Prefix, bool Excepts)> _addresses = [];
    private readonly List<Interval<int>> _ports = [];
    private readonly List<string> _members = [];
    private bool _isUnderstood;

    public IpsetBuilder(string type, string[] options)
    {
        _type = type;
        _family = options.Contains("inet6") ? AddressFamily.IPv6 : AddressFamily.IPv4;
        _isUnderstood = type is "hash:ip" or "hash:net" or "hash:ip,port" or "hash:net,port" or "bitmap:ip" or "bitmap:port" or "list:set"
            && !options.Any(NotUnderstood.Contains);
    }

    /// <summary>The names of the sets in a list of sets; null for any other set.</summary>
    public IReadOnlyList<string>? Members => _isUnderstood && _type == "list:set" ? _members : null;

    /// <summary>Takes an entry: <c>192.0.2.1</c>, <c>192.0.2.0/24,tcp:80</c>, <c>80</c>.</summary>
    public void Add(string entry, bool excepts) => _isUnderstood &= _type switch
    {
        "list:set" => AddMember(entry),
        "bitmap:port" => AddPort(entry),
        "hash:ip,port" or "hash:net,port" => entry.Split(',') is [var address, var port] && AddAddressAndPort(address, port, excepts),
        _ => AddAddress(entry, null, 0, excepts),
    };

    /// <summary>The set; null where it is not understood, or is a list.</summary>
    public Ipset? Build()
    {
        if (!_isUnderstood || _type == "list:set")
            return null;
        if (_type == "bitmap:port")
        {
            var ports = IntervalSet<int>.Of(_ports);
            // Only packets of TCP and UDP have a port to it (net/netfilter/ipset/ip_set_getport.c).
            return new Ipset(null, 1, ports.IsEmpty ? [] : [new IpsetEntry(null, ProtocolNumbers.Tcp, ports), new IpsetEntry(null, ProtocolNumbers.Udp, ports)]);
        }
        var withPorts = _type.EndsWith(",port", StringComparison.Ordinal);
        var entries = _addresses.GroupBy(a => (a.Protocol, a.Port))
            .Select(g => new IpsetEntry(AddressesOf(g), g.Key.Protocol, withPorts ? IntervalSet<int>.Of(g.Key.Port, g.Key.Port + 1) : null));
        return new Ipset(_family, withPorts ? 2 : 1, [.. entries]);
    }

    /// <summary>The longest prefix that holds an address decides (<c>ipset(8)</c>, <c>nomatch</c>).</summary>
    private static IntervalSet<UInt128> AddressesOf(IEnumerable<(int? Protocol, int Port, IntervalSet<UInt128> Addresses, int Prefix, bool Excepts)> entries)
    {
        var result = IntervalSet<UInt128>.Empty;
        foreach (var alike in entries.GroupBy(e => (e.Prefix, e.Excepts)).OrderBy(g => g.Key.Prefix))
        {
            var set = IntervalSet<UInt128>.Of(alike.SelectMany(e => e.Addresses.Intervals.ToArray()));
            result = alike.Key.Excepts ? result.Except(set) : result.Union(set);
        }
        return result;
    }

    private bool AddMember(string name)
    {
        _members.Add(name);
        return true;
    }

    private bool AddPort(string text)
    {
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > PortRange.Maximum)
            return false;
        _ports.Add(new Interval<int>(port, port + 1));
        return true;
    }

    private bool AddAddressAndPort(string address, string text, bool excepts)
    {
        var colon = text.IndexOf(':');
        var protocol = ProtocolNumbers.NumberOf(colon < 0 ? text : text[..colon]);
        // ICMP's types take the place of ports; no packet that is asked about has them.
        if (protocol is 1 or 58)
            return true;
        return protocol is ProtocolNumbers.Tcp or ProtocolNumbers.Udp or 132 or 136
            && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= PortRange.Maximum
            && AddAddress(address, protocol, port, excepts);
    }

    private bool AddAddress(string text, int? protocol, int port, bool excepts)
    {
        var slash = text.IndexOf('/');
        if (AddressSets.ReadNetwork(text, _family) is not { } set || (slash < 0 ? AddressSets.Bits(_family) : AddressSets.ReadPrefix(text[(slash + 1)..], _family)) is not { } prefix)
            return false;
        _addresses.Add((protocol, port, set, prefix, excepts));
        return true;
    }
}
