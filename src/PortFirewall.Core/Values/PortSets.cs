using System.Globalization;

namespace PortFirewall;

/// <summary>Sets of ports, and ports as rules write them.</summary>
internal static class PortSets
{
    public static readonly IntervalSet<int> All = IntervalSet<int>.Of(0, PortRange.Maximum + 1);

    /// <summary>Reads <c>22</c>, <c>6000:6010</c>, <c>:1023</c> or <c>1024:</c>; null where it is none of them.</summary>
    public static IntervalSet<int>? Read(string text)
    {
        var colon = text.IndexOf(':');
        var low = colon < 0 ? text : text[..colon];
        var high = colon < 0 ? text : text[(colon + 1)..];
        if (ReadEnd(low, 0) is not { } from || ReadEnd(high, PortRange.Maximum) is not { } to || from > to || text.Length == 0)
            return null;
        return IntervalSet<int>.Of(from, to + 1);
    }

    /// <summary>Reads a list such as <c>22,80,6000:6010</c>; null where a part is not a port.</summary>
    public static IntervalSet<int>? ReadList(string text)
    {
        var result = IntervalSet<int>.Empty;
        foreach (var part in text.Split(','))
        {
            if (Read(part) is not { } set)
                return null;
            result = result.Union(set);
        }
        return result;
    }

    /// <summary>The set in words: <c>22, 6000:6010</c>, <c>! 22</c>, or null for every port.</summary>
    public static string? Describe(IntervalSet<int> set)
    {
        if (set.Equals(All))
            return null;
        var others = All.Except(set);
        return others.Intervals.Length < set.Intervals.Length ? "! " + List(others) : List(set);
    }

    private static string List(IntervalSet<int> set)
    {
        var parts = new List<string>();
        foreach (var interval in set.Intervals)
            parts.Add(new PortRange(interval.Low, interval.High is { } end ? end - 1 : PortRange.Maximum).ToString());
        return string.Join(", ", parts);
    }

    private static int? ReadEnd(string text, int whenEmpty)
        => text.Length == 0 ? whenEmpty
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= PortRange.Maximum ? port : null;
}
