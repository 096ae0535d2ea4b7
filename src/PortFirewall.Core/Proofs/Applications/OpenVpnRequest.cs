using System.Security.Cryptography;

namespace PortFirewall;

/// <summary>
/// Begins a session as an OpenVPN client does (OpenVPN's <c>ssl_pkt.h</c>: <c>P_CONTROL_HARD_RESET_CLIENT_V2</c>). The server's reset, or its bare
/// acknowledgement, names the client's session.
/// </summary>
internal sealed class OpenVpnRequest : DatagramRequest
{
    private const int SessionLength = 8;
    private const int ClientReset = 7;
    private const int ServerReset = 8;
    private const int Acknowledgement = 5;
    private const int AcknowledgedOffset = 1 + SessionLength;

    // The kind and key 0; the session; nothing to acknowledge; packet 0.
    /// <inheritdoc/>
    public override byte[] Payload { get; } = [ClientReset << 3, .. RandomNumberGenerator.GetBytes(SessionLength), 0, 0, 0, 0, 0];

    /// <inheritdoc/>
    public override string? Read(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length <= AcknowledgedOffset || datagram[0] >> 3 is not (ServerReset or Acknowledgement) || datagram[AcknowledgedOffset] == 0)
            return null;
        var session = AcknowledgedOffset + 1 + (4 * datagram[AcknowledgedOffset]);
        return session + SessionLength <= datagram.Length && datagram.Slice(session, SessionLength).SequenceEqual(Payload.AsSpan(1, SessionLength))
            ? "OpenVPN server"
            : null;
    }
}
