using System.Net;

namespace PortFirewall;

/// <summary>What is spoken to a UDP port: an application's protocol, or a payload of the user's own.</summary>
/// <param name="Name">The name of the application as in <c>-Application</c>; null for a payload of the user's own.</param>
/// <param name="DefaultPort">The application's own port; null where it has none.</param>
/// <param name="NewRequest">Makes a request for one attempt, to an address and port.</param>
internal sealed record DatagramApplication(string? Name, int? DefaultPort, Func<IPEndPoint, DatagramRequest> NewRequest)
{
    /// <summary>Why a server of this protocol need not answer, as a sentence; null where its protocol has it answer.</summary>
    public string? Silence { get; init; }

    /// <summary>A payload of the user's own.</summary>
    /// <param name="payload">The bytes to send; none is a datagram too.</param>
    /// <param name="expectation">What the reply must be; null where any will do.</param>
    public static DatagramApplication OfPayload(byte[] payload, ReplyExpectation? expectation)
        => new(null, null, _ => new PayloadRequest(payload, expectation));
}
