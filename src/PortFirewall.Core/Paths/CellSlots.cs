namespace PortFirewall;

/// <summary>Finds cells by one of their fields: the field's values are cut into slots, and each slot knows the cells with a value in it.</summary>
internal sealed class CellSlots<T>
    where T : struct, IComparable<T>
{
    private readonly T[] _begins;
    private readonly HashSet<int>[] _slots;

    /// <param name="intervals">The intervals that cells will have.</param>
    /// <param name="most">How many slots there are at most.</param>
    public CellSlots(IEnumerable<Interval<T>> intervals, int most)
    {
        var lows = intervals.Select(i => i.Low).Distinct().Order().ToArray();
        _begins = [.. Enumerable.Range(0, Math.Min(most, lows.Length)).Select(i => lows[(int)((long)i * lows.Length / Math.Min(most, lows.Length))])];
        _slots = [.. _begins.Select(_ => new HashSet<int>())];
    }

    public HashSet<int> Find(IntervalSet<T> values)
    {
        var found = new HashSet<int>();
        foreach (var slot in SlotsOf(values))
            found.UnionWith(_slots[slot]);
        return found;
    }

    public void Put(int cell, IntervalSet<T> values)
    {
        foreach (var slot in SlotsOf(values))
            _slots[slot].Add(cell);
    }

    public void Remove(int cell, IntervalSet<T> values)
    {
        foreach (var slot in SlotsOf(values))
            _slots[slot].Remove(cell);
    }

    private List<int> SlotsOf(IntervalSet<T> values)
    {
        var result = new List<int>();
        foreach (var interval in values.Intervals)
        {
            var first = SlotOf(interval.Low);
            for (var slot = first; slot < _begins.Length; slot++)
            {
                if (slot > first && interval.High is { } end && _begins[slot].CompareTo(end) >= 0)
                    break;
                if (result.Count == 0 || result[^1] < slot)
                    result.Add(slot);
            }
        }
        return result;
    }

    private int SlotOf(T value)
    {
        var at = Array.BinarySearch(_begins, value);
        return at >= 0 ? at : Math.Max(0, ~at - 1);
    }
}
