namespace PortFirewall;

/// <summary>
/// A set of ports, addresses or interface names as sorted, disjoint, half-open intervals. Everything that rules say about a
/// packet's fields is such a set, which makes their unions and differences exact.
/// </summary>
internal sealed class IntervalSet<T> : IEquatable<IntervalSet<T>>
    where T : struct, IComparable<T>
{
    public static readonly IntervalSet<T> Empty = new([]);

    private readonly Interval<T>[] _intervals;

    private IntervalSet(Interval<T>[] intervals) => _intervals = intervals;

    /// <summary>The intervals, in order, none touching the next.</summary>
    public ReadOnlySpan<Interval<T>> Intervals => _intervals;

    public bool IsEmpty => _intervals.Length == 0;

    public static IntervalSet<T> Of(T low, T? high)
        => high is { } end && end.CompareTo(low) <= 0 ? Empty : new([new Interval<T>(low, high)]);

    /// <summary>The set of intervals in any order, overlapping or not.</summary>
    public static IntervalSet<T> Of(IEnumerable<Interval<T>> intervals)
    {
        var merged = new List<Interval<T>>();
        foreach (var next in intervals.Where(i => i.High is not { } end || end.CompareTo(i.Low) > 0).OrderBy(i => i.Low))
        {
            if (merged.Count > 0 && merged[^1] is var last && !(last.High is { } end && end.CompareTo(next.Low) < 0))
                merged[^1] = last with { High = Interval<T>.EndIsLower(last.High, next.High) ? next.High : last.High };
            else
                merged.Add(next);
        }
        return merged.Count == 0 ? Empty : new([.. merged]);
    }

    public bool Contains(T value)
    {
        var at = FirstNotEndingBefore(value);
        return at < _intervals.Length && _intervals[at].Low.CompareTo(value) <= 0;
    }

    public IntervalSet<T> Union(IntervalSet<T> other)
        => other.IsEmpty ? this : IsEmpty ? other : Of([.. _intervals, .. other._intervals]);

    public IntervalSet<T> Intersect(IntervalSet<T> other)
    {
        if (ReferenceEquals(this, other))
            return this;
        if (IsEmpty || other.IsEmpty)
            return Empty;
        var (few, many) = _intervals.Length <= other._intervals.Length ? (this, other) : (other, this);
        List<Interval<T>>? result = null;
        foreach (var wanted in few._intervals)
        {
            for (var i = many.FirstNotEndingBefore(wanted.Low); i < many._intervals.Length; i++)
            {
                var candidate = many._intervals[i];
                if (wanted.High is { } end && end.CompareTo(candidate.Low) <= 0)
                    break;
                var low = wanted.Low.CompareTo(candidate.Low) >= 0 ? wanted.Low : candidate.Low;
                (result ??= []).Add(new Interval<T>(low, Interval<T>.LowerEnd(wanted.High, candidate.High)));
            }
        }
        if (result is null)
            return Empty;
        // Handing back an operand where nothing changed keeps long walks free of garbage, and comparisons cheap.
        return SameAs(result, this) ? this : SameAs(result, other) ? other : new([.. result]);
    }

    public IntervalSet<T> Except(IntervalSet<T> other)
    {
        if (ReferenceEquals(this, other))
            return Empty;
        if (IsEmpty || other.IsEmpty)
            return this;
        var result = this;
        if (other._intervals.Length <= 4)
        {
            foreach (var hole in other._intervals)
                result = result.Cut(hole);
            return result;
        }
        return Intersect(other.Gaps());
    }

    /// <summary>Whether the two have anything in common.</summary>
    public bool Overlaps(IntervalSet<T> other) => !Intersect(other).IsEmpty;

    public bool IsSubsetOf(IntervalSet<T> other) => Intersect(other).Equals(this);

    public bool Equals(IntervalSet<T>? other)
        => ReferenceEquals(this, other) || (other is not null && _intervals.AsSpan().SequenceEqual(other._intervals));

    public override bool Equals(object? obj) => obj is IntervalSet<T> other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var interval in _intervals)
            hash.Add(interval);
        return hash.ToHashCode();
    }

    private static bool SameAs(List<Interval<T>> result, IntervalSet<T> set)
        => result.Count == set._intervals.Length && result[0] == set._intervals[0]
            && System.Runtime.InteropServices.CollectionsMarshal.AsSpan(result).SequenceEqual(set._intervals);

    /// <summary>Takes one interval out: only the intervals at its two edges change.</summary>
    private IntervalSet<T> Cut(Interval<T> hole)
    {
        var first = FirstNotEndingBefore(hole.Low);
        var next = first;
        while (next < _intervals.Length && !(hole.High is { } end && end.CompareTo(_intervals[next].Low) <= 0))
            next++;
        if (next == first)
            return this;

        Interval<T>? before = _intervals[first].Low.CompareTo(hole.Low) < 0 ? new(_intervals[first].Low, hole.Low) : null;
        Interval<T>? after = hole.High is { } holeEnd && Interval<T>.EndIsLower(holeEnd, _intervals[next - 1].High)
            ? new(holeEnd, _intervals[next - 1].High) : null;
        var result = new Interval<T>[_intervals.Length - (next - first) + (before is null ? 0 : 1) + (after is null ? 0 : 1)];
        if (result.Length == 0)
            return Empty;
        Array.Copy(_intervals, result, first);
        var at = first;
        if (before is { } head)
            result[at++] = head;
        if (after is { } tail)
            result[at++] = tail;
        Array.Copy(_intervals, next, result, at, _intervals.Length - next);
        return new(result);
    }

    /// <summary>What lies between the intervals and after the last, and before the first: as far as <typeparamref name="T"/>'s default value.</summary>
    private IntervalSet<T> Gaps()
    {
        var gaps = new List<Interval<T>>(_intervals.Length + 1);
        T? from = default(T);
        foreach (var interval in _intervals)
        {
            if (from is { } low && low.CompareTo(interval.Low) < 0)
                gaps.Add(new Interval<T>(low, interval.Low));
            from = interval.High;
        }
        if (from is { } rest)
            gaps.Add(new Interval<T>(rest, null));
        return new([.. gaps]);
    }

    private int FirstNotEndingBefore(T value)
    {
        int low = 0, high = _intervals.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_intervals[middle].EndsBefore(value))
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
