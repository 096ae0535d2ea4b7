using System.Buffers.Binary;

namespace PortFirewall;

/// <summary>The checksum of IP, TCP, UDP and DCCP (RFC 1071).</summary>
internal static class InternetChecksum
{
    /// <summary>The checksum of bytes whose own checksum field is 0.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="start">The sum of what it covers besides.</param>
    public static ushort Of(ReadOnlySpan<byte> bytes, uint start)
    {
        var sum = start + Sum(bytes);
        while (sum > ushort.MaxValue)
            sum = (sum & ushort.MaxValue) + (sum >> 16);
        return (ushort)~sum;
    }

    /// <summary>The sum of 16-bit words.</summary>
    public static uint Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = 0u;
        for (; bytes.Length > 1; bytes = bytes[2..])
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes);
        return bytes.IsEmpty ? sum : sum + ((uint)bytes[0] << 8);
    }
}
