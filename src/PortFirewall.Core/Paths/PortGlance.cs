using System.Globalization;

namespace PortFirewall;

/// <summary>
/// Tells from a rule's text alone that it is about other ports. Most rules of a long chain are: taking each of them apart
/// would cost a hundred times as much.
/// </summary>
internal static class PortGlance
{
    private const string Option = " --dport ";

    private static readonly string[] Matches = ["-m tcp", "-m udp", "-m sctp", "-m dccp", "-m udplite"];

    /// <summary>False where the rule certainly takes no packet to any of the ports.</summary>
    public static bool MayTake(string specification, IReadOnlyList<PathPart> packets)
    {
        // Within quotes it would be somebody's words.
        if (specification.IndexOf(Option, StringComparison.Ordinal) is not (> 0 and var at) || specification.Contains('"'))
            return true;
        var ahead = specification.AsSpan(0, at);
        var asks = false;
        foreach (var match in Matches)
            asks |= ahead.EndsWith(match, StringComparison.Ordinal);
        if (!asks)
            return true;
        var value = specification.AsSpan(at + Option.Length);
        if (value.IndexOf(' ') is >= 0 and var end)
            value = value[..end];
        var colon = value.IndexOf(':');
        if (!int.TryParse(colon < 0 ? value : value[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out var low)
            || !int.TryParse(value[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var high))
            return true;
        foreach (var part in packets)
        {
            foreach (var ports in (part.Packets.Transit.Translation?.Ports ?? part.Packets.DestinationPorts).Intervals)
            {
                if (ports.Low <= high && !ports.EndsBefore(low))
                    return true;
            }
        }
        return false;
    }
}
