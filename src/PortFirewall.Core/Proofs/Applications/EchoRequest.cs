using System.Security.Cryptography;

namespace PortFirewall;

/// <summary>Sends bytes that nobody else can know, and takes the same for the reply (RFC 862).</summary>
internal sealed class EchoRequest : DatagramRequest
{
    /// <inheritdoc/>
    public override byte[] Payload { get; } = RandomNumberGenerator.GetBytes(16);

    /// <inheritdoc/>
    public override string? Read(ReadOnlySpan<byte> datagram) => datagram.SequenceEqual(Payload) ? "echo server" : null;
}
