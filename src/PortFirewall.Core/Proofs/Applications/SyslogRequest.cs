using System.Security.Cryptography;
using System.Text;

namespace PortFirewall;

/// <summary>A log message of the lowest severity (RFC 5424 6, RFC 5426), with a word to find it by at the other end. Nobody ever answers one.</summary>
internal sealed class SyslogRequest : DatagramRequest
{
    // local7.debug, and no value for the time and the names.
    /// <inheritdoc/>
    public override byte[] Payload { get; } =
        Encoding.ASCII.GetBytes($"<191>1 - - PortFirewall - - - probe {RandomNumberGenerator.GetHexString(16, lowercase: true)}");

    /// <inheritdoc/>
    public override string? Read(ReadOnlySpan<byte> datagram) => null;
}
