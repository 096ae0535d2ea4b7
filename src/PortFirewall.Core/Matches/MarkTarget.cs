namespace PortFirewall;

/// <summary><c>-j MARK</c>: what it makes of the packet's mark (<c>libxt_MARK.c</c>).</summary>
internal static class MarkTarget
{
    public static PacketChange Read(IReadOnlyList<IptablesOption> options)
        => options is [var only] && ReadChange(only) is var (cleared, flipped)
            ? packets => [With(packets, packets.Mark.Change(cleared, new MarkBits(flipped, uint.MaxValue)))]
            : packets => [With(packets, MarkBits.Unknown)];

    /// <summary>The bits that an option clears, and those that it flips then; <c>CONNMARK</c> writes them alike. Null where it is no such option.</summary>
    public static (uint Cleared, uint Flipped)? ReadChange(IptablesOption option)
    {
        if (MarkText.ReadMasked(option.Value) is not var (value, mask))
            return null;
        return option.Name switch
        {
            "--set-xmark" => (mask, value),
            "--set-mark" => (mask | value, value),
            "--and-mark" => (~value, 0),
            "--or-mark" => (value, value),
            "--xor-mark" => (0, value),
            _ => null,
        };
    }

    public static PacketClass With(PacketClass packets, MarkBits mark) => packets with { Transit = packets.Transit with { Mark = mark } };
}
