namespace PortFirewall;

/// <summary>A mark of a packet or a connection: 32 bits, of which some may not be known.</summary>
/// <param name="Value">The bits; 0 where they are not known.</param>
/// <param name="Known">Which of them are known.</param>
internal readonly record struct MarkBits(uint Value, uint Known)
{
    public static readonly MarkBits Zero = new(0, uint.MaxValue);

    public static readonly MarkBits Unknown = new(0, 0);

    /// <summary>The mark with some bits cleared, and then some flipped: <c>(mark &amp; ~cleared) ^ flipped</c>, which is all that targets do to a mark.</summary>
    public MarkBits Change(uint cleared, MarkBits flipped)
    {
        var known = (Known | cleared) & flipped.Known;
        return new MarkBits(((Value & ~cleared) ^ flipped.Value) & known, known);
    }

    /// <summary>The mark with all bits outside of the mask cleared.</summary>
    public MarkBits Within(uint mask) => new(Value & mask, Known | ~mask);

    /// <summary>Whether <c>(mark &amp; mask) == wanted</c>; null where that hangs on a bit that is not known.</summary>
    public bool? Is(uint wanted, uint mask)
        => (wanted & ~mask) != 0 || ((Value ^ wanted) & Known & mask) != 0 ? false
            : (mask & ~Known) == 0 ? true : null;

    /// <summary>What is known where it may be either of the two.</summary>
    public MarkBits Or(MarkBits other)
    {
        var known = Known & other.Known & ~(Value ^ other.Value);
        return new MarkBits(Value & known, known);
    }
}
