namespace PortFirewall;

/// <summary>
/// Every application whose datagrams are known: those in which a server answers a well-formed request of anybody, and some that are
/// silent on purpose, for which the rule's counter is the proof.
/// </summary>
internal static class DatagramApplications
{
    /// <summary>In order of their names.</summary>
    public static IReadOnlyList<DatagramApplication> All { get; } =
    [
        new("coap", 5683, _ => new CoapRequest()),
        new("dns", 53, _ => new DnsRequest()),
        new("dtls", null, _ => new DtlsRequest()),
        new("echo", 7, _ => new EchoRequest()),
        new("ike", 500, _ => new IkeRequest()),
        new("mdns", 5353, to => new MdnsRequest(to))
        {
            Silence = "An mDNS responder stays silent by design to hosts beyond its own link.",
        },
        new("memcached", 11211, _ => new MemcachedRequest()),
        new("ntp", 123, _ => new NtpRequest()),
        new("openvpn", 1194, _ => new OpenVpnRequest())
        {
            Silence = "An OpenVPN server with tls-auth or tls-crypt stays silent by design to whoever lacks its key.",
        },
        new("quic", 443, _ => new QuicRequest()),
        new("radius", 1812, _ => new RadiusRequest())
        {
            Silence = "A RADIUS server stays silent by design to whoever does not share a secret with it, so a reply can't be had without one.",
        },
        new("rpcbind", 111, _ => new RpcbindRequest()),
        new("sip", 5060, to => new SipRequest(to)),
        new("snmp", 161, _ => new SnmpRequest())
        {
            Silence = "An SNMP agent without SNMPv3 stays silent to this request; -Application snmpv2c asks as the community 'public'.",
        },
        new("snmpv2c", 161, _ => new SnmpCommunityRequest())
        {
            Silence = "An SNMP agent stays silent by design to a community that it does not know, and the one asked with is 'public'; -Application snmp asks without one.",
        },
        new("stun", 3478, _ => new StunRequest()),
        new("syslog", 514, _ => new SyslogRequest())
        {
            Silence = "Syslog over UDP never answers, so a reply can't be had.",
        },
        new("tftp", 69, _ => new TftpRequest())
        {
            Silence = "A TFTP server answers from another port than the one asked: a firewall in front of the vantage lets that in only where it follows TFTP (nf_conntrack_tftp).",
        },
        new("wireguard", 51820, _ => new WireGuardRequest())
        {
            Silence = "A WireGuard peer stays silent by design to whoever has no key of it, so a reply can't be had without one.",
        },
    ];

    /// <summary>Their names, in order.</summary>
    public static IEnumerable<string> Names => All.Select(a => a.Name!);

    /// <summary>The application of that name, in any case.</summary>
    /// <exception cref="FirewallException"><c>ApplicationNotKnown</c>.</exception>
    public static DatagramApplication Require(string name)
        => All.FirstOrDefault(a => a.Name!.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase)) ?? throw ProbeErrors.ApplicationNotKnown(name, Names);
}
