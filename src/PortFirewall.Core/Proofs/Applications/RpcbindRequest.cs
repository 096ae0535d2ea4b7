using System.Buffers.Binary;
using System.Security.Cryptography;

namespace PortFirewall;

/// <summary>Calls the procedure of rpcbind that does nothing (RFC 5531 9 and 12.1, RFC 1833 3).</summary>
internal sealed class RpcbindRequest : DatagramRequest
{
    private const int HeaderLength = 20;

    // A call of RPC version 2; program 100000, version 2, procedure 0; no credentials, no verifier.
    /// <inheritdoc/>
    public override byte[] Payload { get; } =
        [.. RandomNumberGenerator.GetBytes(4), 0, 0, 0, 0, 0, 0, 0, 2, 0, 1, 0x86, 0xA0, 0, 0, 0, 2, .. new byte[20]];

    /// <inheritdoc/>
    public override string? Read(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length < HeaderLength + 4 || !datagram[..4].SequenceEqual(Payload.AsSpan(0, 4)) || Number(datagram, 4) != 1)
            return null;
        if (Number(datagram, 8) != 0)
            return "rpcbind, which denies the call";
        // The verifier's length tells where the status is.
        var verifier = Number(datagram, HeaderLength - 4);
        if (verifier > (uint)(datagram.Length - HeaderLength - 4))
            return null;
        var status = Number(datagram, HeaderLength + (int)verifier);
        return status == 0 ? "rpcbind, SUCCESS" : $"rpcbind, status {status}";
    }

    private static uint Number(ReadOnlySpan<byte> datagram, int offset) => BinaryPrimitives.ReadUInt32BigEndian(datagram[offset..]);
}
