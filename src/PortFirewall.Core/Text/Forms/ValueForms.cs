#pragma warning disable IDE0060 // Each method has the shape of a ValueForm, whether or not it asks for the family.
using System.Globalization;

namespace PortFirewall;

/// <summary>The kinds of values that options have, each with the way in which <c>iptables-save</c> writes it.</summary>
internal static class ValueForms
{
    private static readonly string[] LogLevels = ["emerg", "alert", "crit", "error", "warning", "notice", "info", "debug"];

    private static readonly string[] RateUnits = ["sec", "min", "hour", "day"];

    /// <summary><c>22</c>, <c>1024:</c>, <c>ssh</c>.</summary>
    public static string? Ports(string value, AddressFamily family)
        => PortSets.Read(PortNames.Replace(value, ':')) is { } set && set.Intervals[0] is var range ? new PortRange(range.Low, range.High!.Value - 1).ToString() : null;

    /// <summary>The ports of <c>multiport</c>: a list, whose order the kernel keeps.</summary>
    public static string? PortList(string value, AddressFamily family) => string.Join(',', value.Split(',').Select(part => Ports(part, family) ?? part));

    /// <summary>The ports of a translation: <c>22</c>, <c>10-20</c>, <c>ssh</c>.</summary>
    public static string? MappedPorts(string value, AddressFamily family)
        => PortNames.Replace(value, '-') is var ports && ports.Split('-') is [var low, var high] && low == high ? low : ports;

    /// <summary><c>192.0.2.1:ssh</c>, <c>[2001:db8::1]:10-20/ftp</c>.</summary>
    public static string? MappedAddress(string value, AddressFamily family)
    {
        var colon = value.LastIndexOf(':');
        if (colon < 0 || family == AddressFamily.IPv6 && !(colon > 0 && value[colon - 1] == ']'))
            return value;
        return value[..(colon + 1)] + string.Join('/', value[(colon + 1)..].Split('/').Select(p => MappedPorts(p, family)));
    }

    public static string? Network(string value, AddressFamily family) => NetworkText.Normalize(value, family);

    /// <summary>A number in any base, as decimal.</summary>
    public static string? Number(string value, AddressFamily family) => NumberText.Read(value) is { } number ? $"{number}" : null;

    /// <summary><c>:32</c>, <c>4:</c>, <c>5:5</c> of 16 bits.</summary>
    public static string? Range16(string value, AddressFamily family) => Range(value, ushort.MaxValue);

    /// <summary>The same of 32 bits, where the range of everything asks for nothing.</summary>
    public static string? Range32(string value, AddressFamily family) => Range(value, uint.MaxValue);

    /// <summary>Bits and their mask, in which a full mask goes without saying.</summary>
    public static string? Mark(string value, AddressFamily family)
        => NumberText.ReadMasked(value) is var (bits, mask) ? mask == uint.MaxValue ? $"0x{bits:x}" : $"0x{bits:x}/0x{mask:x}" : null;

    /// <summary>Bits and their mask, always both.</summary>
    public static string? MaskedMark(string value, AddressFamily family) => NumberText.ReadMasked(value) is var (bits, mask) ? $"0x{bits:x}/0x{mask:x}" : null;

    /// <summary><c>2/s</c>, <c>2/second</c>, <c>2</c>; the kernel keeps the time between two packets.</summary>
    public static string? Rate(string value, AddressFamily family)
    {
        var slash = value.IndexOf('/');
        var unit = slash < 0 ? "sec" : value[(slash + 1)..];
        var number = slash < 0 ? value : value[..slash];
        return unit.Length > 0 && Array.Find(RateUnits, u => u.StartsWith(unit, StringComparison.OrdinalIgnoreCase) || IsLong(u, unit)) is { } known ? $"{number}/{known}" : null;
    }

    public static string? LogLevel(string value, AddressFamily family)
    {
        var name = value.ToLowerInvariant() switch { "panic" => "emerg", "err" => "error", "warn" => "warning", var other => other };
        return Array.IndexOf(LogLevels, name) is >= 0 and var level ? $"{level}" : Number(value, family);
    }

    /// <summary><c>CS0</c> … <c>AF43</c>, <c>EF</c>, or the number (RFC 2474, 2597, 3246).</summary>
    public static string? DifferentiatedServices(string value, AddressFamily family)
    {
        long? code = value.ToUpperInvariant() switch
        {
            "BE" => 0,
            "EF" => 46,
            ['C', 'S', >= '0' and <= '7' and var level] => 8 * (level - '0'),
            ['A', 'F', >= '1' and <= '4' and var level, >= '1' and <= '3' and var drop] => (8 * (level - '0')) + (2 * (drop - '0')),
            _ => NumberText.Read(value),
        };
        return code is { } known ? $"0x{known:x2}" : null;
    }

    public static string? States(string value, AddressFamily family) => string.Join(',', value.ToUpperInvariant().Split(',').Order(StringComparer.Ordinal));

    /// <summary>A list whose order the kernel does not keep.</summary>
    public static string? Set(string value, AddressFamily family) => string.Join(',', value.Split(',').Order(StringComparer.Ordinal));

    public static string? Protocol(string value, AddressFamily family) => ProtocolNumbers.NumberOf(value) is { } number ? $"{number}" : null;

    /// <summary>A user or group: the names of others than root are known to their host only.</summary>
    public static string? Owner(string value, AddressFamily family) => value == "root" ? "0" : value;

    public static string? Bits(string value, AddressFamily family)
        => value.EndsWith("kbit", StringComparison.Ordinal) && NumberText.Read(value[..^4]) is { } thousands ? $"{thousands * 1000}bit" : value;

    public static string? Lower(string value, AddressFamily family) => value.ToLowerInvariant();

    private static bool IsLong(string unit, string text) => unit is "sec" && text.Equals("second", StringComparison.OrdinalIgnoreCase) || unit is "min" && text.Equals("minute", StringComparison.OrdinalIgnoreCase);

    private static string? Range(string value, long largest)
    {
        var colon = value.IndexOf(':');
        var low = colon == 0 ? 0 : NumberText.Read(colon < 0 ? value : value[..colon]);
        var high = colon < 0 ? low : colon == value.Length - 1 ? largest : NumberText.Read(value[(colon + 1)..]);
        return low is null || high is null ? null : low == high ? string.Create(CultureInfo.InvariantCulture, $"{low}") : $"{low}:{high}";
    }
}
