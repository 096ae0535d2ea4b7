namespace PortFirewall;

/// <summary>The ways to change bits of a field, as the one that the kernel keeps: clear the mask, then flip the value (<c>iptables-extensions(8)</c>, MARK and TOS).</summary>
internal static class MarkRewrite
{
    public static IptablesOption OfMark(IptablesOption option) => Rewrite(option, "mark", "--set-xmark", uint.MaxValue, "x");

    public static IptablesOption OfTypeOfService(IptablesOption option) => Rewrite(option, "tos", "--set-tos", byte.MaxValue, "x2");

    private static IptablesOption Rewrite(IptablesOption option, string field, string stored, uint whole, string format)
    {
        if (option.Value is null || NumberText.ReadMasked(option.Value, whole) is not var (bits, mask))
            return option;
        (uint Bits, uint Mask)? change = option.Name switch
        {
            _ when option.Name == $"--set-{field}" && option.Name != stored => (bits, bits | mask),
            _ when option.Name == $"--and-{field}" => (0, whole & ~bits),
            _ when option.Name == $"--or-{field}" => (bits, bits),
            _ when option.Name == $"--xor-{field}" => (bits, 0),
            _ when option.Name == stored => (bits, mask),
            _ => null,
        };
        return change is var (value, cleared)
            ? new IptablesOption { Name = stored, Value = $"0x{value.ToString(format, null)}/0x{cleared.ToString(format, null)}", Negated = option.Negated } : option;
    }
}
