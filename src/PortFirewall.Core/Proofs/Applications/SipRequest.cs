using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace PortFirewall;

/// <summary>
/// Asks a SIP server what it can do (RFC 3261 11). The reply is sent to where the request came from (RFC 3581), so the name of this
/// vantage does not matter; it repeats the call id.
/// </summary>
internal sealed class SipRequest : DatagramRequest
{
    private readonly string _callId = RandomNumberGenerator.GetHexString(24, lowercase: true);

    public SipRequest(IPEndPoint to)
    {
        // A zone means something on this host only.
        var server = new IPEndPoint(new IPAddress(to.Address.GetAddressBytes()), to.Port);
        Payload = Encoding.ASCII.GetBytes(string.Join("\r\n",
            $"OPTIONS sip:{server} SIP/2.0",
            $"Via: SIP/2.0/UDP probe.invalid;branch=z9hG4bK{RandomNumberGenerator.GetHexString(16, lowercase: true)};rport",
            "Max-Forwards: 70",
            $"From: <sip:probe@probe.invalid>;tag={RandomNumberGenerator.GetHexString(8, lowercase: true)}",
            $"To: <sip:{server}>",
            $"Call-ID: {_callId}@probe.invalid",
            "CSeq: 1 OPTIONS",
            "Accept: application/sdp",
            "Content-Length: 0",
            "",
            ""));
    }

    /// <inheritdoc/>
    public override byte[] Payload { get; }

    /// <inheritdoc/>
    public override string? Read(ReadOnlySpan<byte> datagram)
    {
        var version = "SIP/2.0 "u8;
        if (!datagram.StartsWith(version) || datagram.IndexOf(Encoding.ASCII.GetBytes(_callId)) < 0)
            return null;
        var status = datagram[version.Length..];
        var end = status.IndexOfAny((byte)'\r', (byte)'\n');
        return $"SIP server, {DatagramText.Escape(Encoding.UTF8.GetString(end < 0 ? status : status[..end]))}";
    }
}
