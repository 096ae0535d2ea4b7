using System.Globalization;

namespace PortFirewall;

/// <summary>Reads ports as a person writes them: <c>2222</c>, <c>6000-6010</c>, <c>6000:6010</c>, <c>ssh</c>.</summary>
internal static class PortText
{
    /// <summary>Reads a port, a range, or a service name of the given protocol.</summary>
    /// <exception cref="FirewallException"><c>PortOutOfRange</c>, <c>PortRangeReversed</c>, <c>ServiceNotFound</c>.</exception>
    public static PortRange Parse(string text, string protocol, IServiceNames services)
    {
        var trimmed = text.Trim();
        if (ReadNumber(trimmed, text) is { } single)
            return new PortRange(single, single);
        // A service may have a dash in its name (http-alt), so a name that is known goes before a range.
        if (trimmed.Length > 0 && services.FindPort(trimmed, protocol) is { } known)
            return new PortRange(known, known);
        if (trimmed.IndexOfAny(['-', ':'], 1 <= trimmed.Length ? 1 : 0) is > 0 and var separator
            && ReadNumber(trimmed[..separator], text) is { } low && ReadNumber(trimmed[(separator + 1)..], text) is { } high)
            return low <= high ? new PortRange(low, high) : throw InputErrors.PortRangeReversed(text);
        throw trimmed.Length > 0 && trimmed.Any(char.IsLetter)
            ? InputErrors.ServiceNotFound(text, protocol)
            : InputErrors.PortOutOfRange(text);
    }

    private static int? ReadNumber(string digits, string whole)
    {
        if (digits.Length == 0 || HasOthersThanDigits(digits) && !(digits[0] is '-' or '+' && digits.Length > 1 && !HasOthersThanDigits(digits.AsSpan(1))))
            return null;
        return int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= PortRange.Maximum
            ? port
            : throw InputErrors.PortOutOfRange(whole);
    }

    private static bool HasOthersThanDigits(ReadOnlySpan<char> text) => text.ContainsAnyExceptInRange('0', '9');
}
