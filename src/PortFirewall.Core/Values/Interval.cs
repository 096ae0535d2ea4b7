namespace PortFirewall;

/// <summary>Everything from <paramref name="Low"/> up to, and without, <paramref name="High"/>; null is without end.</summary>
internal readonly record struct Interval<T>(T Low, T? High)
    where T : struct, IComparable<T>
{
    /// <summary>True where this ends at or before the beginning of <paramref name="other"/>.</summary>
    public bool EndsBefore(T other) => High is { } high && high.CompareTo(other) <= 0;

    /// <summary>The lower of two ends, where null is the highest of all.</summary>
    public static T? LowerEnd(T? a, T? b)
        => a is not { } x ? b : b is not { } y ? a : x.CompareTo(y) <= 0 ? a : b;

    /// <summary>Whether end <paramref name="a"/> lies before end <paramref name="b"/>.</summary>
    public static bool EndIsLower(T? a, T? b)
        => a is { } x && (b is not { } y || x.CompareTo(y) < 0);
}
