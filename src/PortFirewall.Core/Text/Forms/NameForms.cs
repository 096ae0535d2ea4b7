#pragma warning disable IDE0060 // Each method has the shape of a ValueForm, whether or not it asks for the family.
namespace PortFirewall;

/// <summary>Names that stand for numbers in one extension or another (<c>iptables-extensions(8)</c>).</summary>
internal static class NameForms
{
    private static readonly Dictionary<string, string> IcmpTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["echo-reply"] = "0", ["pong"] = "0", ["destination-unreachable"] = "3", ["network-unreachable"] = "3/0", ["host-unreachable"] = "3/1", ["protocol-unreachable"] = "3/2",
        ["port-unreachable"] = "3/3", ["fragmentation-needed"] = "3/4", ["source-route-failed"] = "3/5", ["network-unknown"] = "3/6", ["host-unknown"] = "3/7", ["network-prohibited"] = "3/9",
        ["host-prohibited"] = "3/10", ["TOS-network-unreachable"] = "3/11", ["TOS-host-unreachable"] = "3/12", ["communication-prohibited"] = "3/13", ["host-precedence-violation"] = "3/14",
        ["precedence-cutoff"] = "3/15", ["source-quench"] = "4", ["redirect"] = "5", ["network-redirect"] = "5/0", ["host-redirect"] = "5/1", ["TOS-network-redirect"] = "5/2",
        ["TOS-host-redirect"] = "5/3", ["echo-request"] = "8", ["ping"] = "8", ["router-advertisement"] = "9", ["router-solicitation"] = "10", ["time-exceeded"] = "11", ["ttl-exceeded"] = "11",
        ["ttl-zero-during-transit"] = "11/0", ["ttl-zero-during-reassembly"] = "11/1", ["parameter-problem"] = "12", ["ip-header-bad"] = "12/0", ["required-option-missing"] = "12/1",
        ["timestamp-request"] = "13", ["timestamp-reply"] = "14", ["address-mask-request"] = "17", ["address-mask-reply"] = "18",
    };

    private static readonly Dictionary<string, string> Icmp6Types = new(StringComparer.OrdinalIgnoreCase)
    {
        ["destination-unreachable"] = "1", ["no-route"] = "1/0", ["communication-prohibited"] = "1/1", ["beyond-scope"] = "1/2", ["address-unreachable"] = "1/3", ["port-unreachable"] = "1/4",
        ["failed-policy"] = "1/5", ["reject-route"] = "1/6", ["packet-too-big"] = "2", ["time-exceeded"] = "3", ["ttl-exceeded"] = "3", ["ttl-zero-during-transit"] = "3/0",
        ["ttl-zero-during-reassembly"] = "3/1", ["parameter-problem"] = "4", ["bad-header"] = "4/0", ["unknown-header-type"] = "4/1", ["unknown-option"] = "4/2", ["echo-request"] = "128", ["ping"] = "128",
        ["echo-reply"] = "129", ["pong"] = "129", ["router-solicitation"] = "133", ["router-advertisement"] = "134", ["neighbour-solicitation"] = "135", ["neighbor-solicitation"] = "135",
        ["neighbour-advertisement"] = "136", ["neighbor-advertisement"] = "136", ["redirect"] = "137",
    };

    private static readonly Dictionary<string, string> Rejections = new(StringComparer.Ordinal)
    {
        ["net-unreach"] = "icmp-net-unreachable", ["host-unreach"] = "icmp-host-unreachable", ["proto-unreach"] = "icmp-proto-unreachable", ["port-unreach"] = "icmp-port-unreachable",
        ["net-prohib"] = "icmp-net-prohibited", ["host-prohib"] = "icmp-host-prohibited", ["admin-prohib"] = "icmp-admin-prohibited", ["tcp-rst"] = "tcp-reset",
    };

    private static readonly Dictionary<string, string> Rejections6 = new(StringComparer.Ordinal)
    {
        ["no-route"] = "icmp6-no-route", ["adm-prohibited"] = "icmp6-adm-prohibited", ["addr-unreach"] = "icmp6-addr-unreachable", ["port-unreach"] = "icmp6-port-unreachable",
        ["policy-fail"] = "icmp6-policy-fail", ["reject-route"] = "icmp6-reject-route",
    };

    private static readonly Dictionary<string, string> ServiceTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Minimize-Delay"] = "0x10/0x3f", ["Maximize-Throughput"] = "0x08/0x3f", ["Maximize-Reliability"] = "0x04/0x3f", ["Minimize-Cost"] = "0x02/0x3f", ["Normal-Service"] = "0x00/0x3f",
    };

    public static string? IcmpType(string value, AddressFamily family) => IcmpTypes.GetValueOrDefault(value, value);

    public static string? Icmp6Type(string value, AddressFamily family) => Icmp6Types.GetValueOrDefault(value, value);

    public static string? Rejection(string value, AddressFamily family) => (family == AddressFamily.IPv4 ? Rejections : Rejections6).GetValueOrDefault(value, value);

    public static string? TypeOfService(string value, AddressFamily family)
        => ServiceTypes.TryGetValue(value, out var known) ? known : NumberText.ReadMasked(value, byte.MaxValue) is var (bits, mask) ? $"0x{bits:x2}/0x{mask:x2}" : null;
}
