namespace PortFirewall;

/// <summary>To whom a frame is addressed (<c>packet(7)</c>, <c>PACKET_HOST</c> and what follows it).</summary>
internal enum FrameDestination
{
    Host,
    Broadcast,
    Multicast,
}
