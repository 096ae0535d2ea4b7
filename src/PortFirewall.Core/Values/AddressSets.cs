using System.Globalization;
using System.Net;

namespace PortFirewall;

/// <summary>Sets of addresses, and addresses as rules write them. An address is a number of 32 or 128 bits.</summary>
internal static class AddressSets
{
    private static readonly IntervalSet<UInt128> AllIPv4 = IntervalSet<UInt128>.Of(0, (UInt128)1 << 32);
    private static readonly IntervalSet<UInt128> AllIPv6 = IntervalSet<UInt128>.Of(0, null);

    public static IntervalSet<UInt128> All(AddressFamily family) => family == AddressFamily.IPv4 ? AllIPv4 : AllIPv6;

    public static int Bits(AddressFamily family) => family == AddressFamily.IPv4 ? 32 : 128;

    /// <summary>The address as a number, or null where the text is not an address of that family.</summary>
    public static UInt128? ReadAddress(string text, AddressFamily family)
        // IPAddress.TryParse takes "1", "0x7f.1", "010.0.0.1" (as 8.0.0.1) and "[::1]:80" too: none of them is guessed at.
        => (family == AddressFamily.IPv4 ? IsDottedDecimal(text) : text.Contains(':') && text.IndexOfAny(['%', '[']) < 0)
            && IPAddress.TryParse(text, out var address) && FamilyOf(address) == family
            ? ToNumber(address)
            : null;

    /// <summary>
    /// Reads <c>192.0.2.1</c>, <c>192.0.2.0/24</c> or <c>192.0.2.0/255.255.255.0</c>. Null where it is none of them, or where
    /// the mask has gaps, which a set of intervals would hold only as an enormous list.
    /// </summary>
    public static IntervalSet<UInt128>? ReadNetwork(string text, AddressFamily family)
    {
        var slash = text.IndexOf('/');
        if (ReadAddress(slash < 0 ? text : text[..slash], family) is not { } address)
            return null;
        var prefix = slash < 0 ? Bits(family) : ReadPrefix(text[(slash + 1)..], family);
        return prefix is { } length ? Network(address, length, family) : null;
    }

    /// <summary>The prefix length of <c>24</c> or <c>255.255.255.0</c>; null where it is neither.</summary>
    public static int? ReadPrefix(string mask, AddressFamily family)
    {
        if (int.TryParse(mask, NumberStyles.None, CultureInfo.InvariantCulture, out var length))
            return length <= Bits(family) ? length : null;
        if (ReadAddress(mask, family) is not { } bits)
            return null;
        var all = family == AddressFamily.IPv4 ? uint.MaxValue : UInt128.MaxValue;
        var zeros = all ^ bits;
        var contiguous = (zeros & (zeros + 1)) == 0;
        return contiguous ? Bits(family) - (int)UInt128.PopCount(zeros) : null;
    }

    /// <summary>From one address to another, both included.</summary>
    public static IntervalSet<UInt128> Range(UInt128 first, UInt128 last)
        => last < first ? IntervalSet<UInt128>.Empty
            : IntervalSet<UInt128>.Of(first, last == UInt128.MaxValue ? null : last + 1);

    /// <summary>The network as iptables stores it: host bits cleared, and the prefix always written.</summary>
    public static string? Normalize(string text, AddressFamily family)
    {
        var slash = text.IndexOf('/');
        if (ReadAddress(slash < 0 ? text : text[..slash], family) is not { } address)
            return null;
        var prefix = slash < 0 ? Bits(family) : ReadPrefix(text[(slash + 1)..], family);
        return prefix is { } length ? Write(First(address, length, family), length, family) : null;
    }

    /// <summary>The set in words: <c>192.0.2.0/24, 198.51.100.7</c>, <c>! 203.0.113.0/24</c>, or null for every address.</summary>
    public static string? Describe(IntervalSet<UInt128> set, AddressFamily family)
    {
        if (set.Equals(All(family)))
            return null;
        var networks = Networks(set, family);
        var others = Networks(All(family).Except(set), family);
        return others.Count < networks.Count ? "! " + string.Join(", ", others) : string.Join(", ", networks);
    }

    public static AddressFamily FamilyOf(IPAddress address)
        => address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? AddressFamily.IPv4 : AddressFamily.IPv6;

    public static UInt128 ToNumber(IPAddress address)
    {
        var number = UInt128.Zero;
        foreach (var octet in address.GetAddressBytes())
            number = (number << 8) | octet;
        return number;
    }

    public static IPAddress ToAddress(UInt128 number, AddressFamily family)
    {
        Span<byte> octets = stackalloc byte[Bits(family) / 8];
        for (var i = octets.Length - 1; i >= 0; i--, number >>= 8)
            octets[i] = (byte)number;
        return new IPAddress(octets);
    }

    private static bool IsDottedDecimal(string text)
        => text.Split('.') is { Length: 4 } parts
            && Array.TrueForAll(parts, part => part.Length is >= 1 and <= 3 && part.All(char.IsAsciiDigit) && (part.Length == 1 || part[0] != '0'));

    private static IntervalSet<UInt128> Network(UInt128 address, int prefix, AddressFamily family)
    {
        var first = First(address, prefix, family);
        var size = Bits(family) - prefix;
        return size == 128 ? AllIPv6 : Range(first, first + (((UInt128)1 << size) - 1));
    }

    private static UInt128 First(UInt128 address, int prefix, AddressFamily family)
    {
        var size = Bits(family) - prefix;
        return size == 128 ? 0 : address >> size << size;
    }

    private static List<string> Networks(IntervalSet<UInt128> set, AddressFamily family)
    {
        var networks = new List<string>();
        foreach (var interval in set.Intervals)
        {
            var last = interval.High is { } end ? end - 1 : UInt128.MaxValue;
            for (var first = interval.Low; ; )
            {
                // The largest network that begins here and does not reach beyond the interval.
                var size = first == 0 ? Bits(family) : Math.Min(Bits(family), (int)UInt128.TrailingZeroCount(first));
                while (size > 0 && (size == 128 ? last != UInt128.MaxValue : first + (((UInt128)1 << size) - 1) > last))
                    size--;
                networks.Add(Write(first, Bits(family) - size, family));
                if (size == 128 || first + (((UInt128)1 << size) - 1) is var end2 && end2 >= last)
                    break;
                first = end2 + 1;
            }
        }
        return networks;
    }

    private static string Write(UInt128 address, int prefix, AddressFamily family) => $"{ToAddress(address, family)}/{prefix}";
}
