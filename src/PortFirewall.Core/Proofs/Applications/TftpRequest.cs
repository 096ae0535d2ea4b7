using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PortFirewall;

/// <summary>
/// Asks a TFTP server for a file that it does not have (RFC 1350 5). The server answers from a port of its own choice, and the port
/// that asked stands for a transaction id: that is all there is to know a reply by.
/// </summary>
internal sealed class TftpRequest : DatagramRequest
{
    private const ushort Data = 3;
    private const ushort Error = 5;
    private const ushort OptionsAcknowledged = 6;

    /// <inheritdoc/>
    public override byte[] Payload { get; } =
        [0, 1, .. Encoding.ASCII.GetBytes($"no-such-file-{RandomNumberGenerator.GetHexString(8, lowercase: true)}"), 0, .. "octet\0"u8];

    /// <inheritdoc/>
    public override bool IsAnsweredFromAnyPort => true;

    /// <inheritdoc/>
    public override string? Read(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length < 4)
            return null;
        var number = BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]);
        return BinaryPrimitives.ReadUInt16BigEndian(datagram) switch
        {
            // A transfer that is asked for begins with the first block.
            Data => number == 1 ? "TFTP server, sends the file" : null,
            Error => $"TFTP server, error {number} ({DatagramText.Escape(Message(datagram[4..]))})",
            OptionsAcknowledged => "TFTP server, sends the file",
            _ => null,
        };
    }

    /// <summary>An error ends a transfer, and nobody answers one (RFC 1350 7).</summary>
    public override byte[]? Farewell(ReadOnlySpan<byte> reply)
        => BinaryPrimitives.ReadUInt16BigEndian(reply) == Error ? null : [0, 5, 0, 0, .. "not needed\0"u8];

    private static string Message(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? text : text[..end]);
    }
}
