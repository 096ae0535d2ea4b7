namespace PortFirewall;

/// <summary>The checksum of SCTP (RFC 9260, appendix A).</summary>
internal static class Crc32C
{
    private const uint Polynomial = 0x82f63b78;

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var octet in bytes)
        {
            crc ^= octet;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) == 0 ? 0 : Polynomial);
        }
        return ~crc;
    }
}
