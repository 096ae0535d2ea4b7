namespace PortFirewall;

/// <summary>
/// Services that have had the same port everywhere since RFC 1700. Others are known to the host only, and no saved rule has any:
/// <c>iptables-save</c> prints numbers.
/// </summary>
internal static class PortNames
{
    private static readonly Dictionary<string, string> Ports = new(StringComparer.Ordinal)
    {
        ["ftp-data"] = "20", ["ftp"] = "21", ["ssh"] = "22", ["telnet"] = "23", ["smtp"] = "25", ["domain"] = "53", ["bootps"] = "67", ["bootpc"] = "68", ["tftp"] = "69",
        ["http"] = "80", ["www"] = "80", ["pop3"] = "110", ["sunrpc"] = "111", ["ntp"] = "123", ["netbios-ns"] = "137", ["netbios-dgm"] = "138", ["netbios-ssn"] = "139", ["imap2"] = "143",
        ["imap"] = "143", ["snmp"] = "161", ["bgp"] = "179", ["ldap"] = "389", ["https"] = "443", ["isakmp"] = "500", ["syslog"] = "514", ["domain-s"] = "853", ["ldaps"] = "636",
        ["imaps"] = "993", ["pop3s"] = "995", ["mysql"] = "3306", ["postgresql"] = "5432",
    };

    /// <summary>A range with its names replaced by numbers. A name may have the separator in it, so it is looked for as a whole first.</summary>
    public static string Replace(string range, char separator)
        => Ports.TryGetValue(range, out var known) ? known : string.Join(separator, range.Split(separator).Select(part => Ports.GetValueOrDefault(part, part)));
}
