using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace PortFirewall;

/// <summary>
/// Tells from <c>TCP_INFO</c> (<c>tcp(7)</c>, <c>include/uapi/linux/tcp.h</c>) how far an unanswered SYN got. <c>connect(2)</c> reports
/// nothing when the OUTPUT chain drops a SYN or when the next hop stays silent; only the bookkeeping of the repeats shows it.
/// </summary>
internal static class SynTrace
{
    /// <summary>By when the kernel has repeated the SYN for the first time: its initial timeout is one second.</summary>
    public static readonly TimeSpan FirstRepeat = TimeSpan.FromMilliseconds(1150);

    private const int TcpLevel = 6;
    private const int TcpInfo = 11;
    private const byte SynSent = 2;
    private const int StateOffset = 0;
    private const int RetransmitsOffset = 2;
    private const int RetransOffset = 36;
    private const int TotalRetransOffset = 100;

    /// <summary>How far it got.</summary>
    public static SynProgress Of(Socket socket)
    {
        Span<byte> info = stackalloc byte[TotalRetransOffset + sizeof(uint)];
        int length;
        try
        {
            length = socket.GetRawSocketOption(TcpLevel, TcpInfo, info);
        }
        catch (SocketException)
        {
            return SynProgress.Unknown;
        }
        if (length < info.Length || info[StateOffset] != SynSent || info[RetransmitsOffset] == 0)
            return SynProgress.Unknown;
        // A repeat is not even begun while the first copy still sits in this host's queue, which for a SYN is the neighbour's.
        if (MemoryMarshal.Read<uint>(info[TotalRetransOffset..]) == 0)
            return SynProgress.AwaitsNeighbour;
        // A repeat that the firewall drops on the way out is counted as begun, and not as being on its way.
        return MemoryMarshal.Read<uint>(info[RetransOffset..]) == 0 ? SynProgress.DroppedHere : SynProgress.Left;
    }
}
