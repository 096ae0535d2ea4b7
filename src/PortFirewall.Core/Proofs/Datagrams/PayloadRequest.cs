namespace PortFirewall;

/// <summary>A payload of the user's own. The socket's own port is all that ties a reply to it, and the expectation where there is one.</summary>
internal sealed class PayloadRequest(byte[] payload, ReplyExpectation? expectation) : DatagramRequest
{
    /// <inheritdoc/>
    public override byte[] Payload => payload;

    /// <inheritdoc/>
    public override string? Read(ReadOnlySpan<byte> datagram)
        => expectation?.IsMetBy(datagram) == false ? null : DatagramText.Of(datagram);
}
