namespace PortFirewall;

/// <summary>One datagram that the far side sends.</summary>
/// <param name="To">Where to.</param>
/// <param name="Port">The port there.</param>
/// <param name="Request">The datagram, and how its reply is known.</param>
internal sealed record FarQuestion(FarAddress To, int Port, DatagramRequest Request);
