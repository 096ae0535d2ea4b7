namespace PortFirewall;

/// <summary>Networks as the kernel keeps them: host bits masked away, and a mask with gaps written out.</summary>
internal static class NetworkText
{
    public static string? Normalize(string text, AddressFamily family)
    {
        if (text.Contains(','))
            return null;
        if (AddressSets.Normalize(text, family) is { } network)
            return network;
        var slash = text.IndexOf('/');
        return slash > 0 && AddressSets.ReadAddress(text[..slash], family) is { } address && AddressSets.ReadAddress(text[(slash + 1)..], family) is { } mask
            ? $"{Write(address & mask, family)}/{Write(mask, family)}" : null;
    }

    /// <summary>An address without the prefix of its own length.</summary>
    private static string Write(UInt128 address, AddressFamily family)
    {
        Span<byte> octets = stackalloc byte[AddressSets.Bits(family) / 8];
        for (var i = octets.Length - 1; i >= 0; i--, address >>= 8)
            octets[i] = (byte)address;
        return new System.Net.IPAddress(octets).ToString();
    }
}
