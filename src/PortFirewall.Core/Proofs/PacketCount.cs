using System.Globalization;

namespace PortFirewall;

/// <summary>Numbers of packets in a sentence.</summary>
internal static class PacketCount
{
    public static string Say(ulong count) => count == 1 ? "1 packet" : string.Create(CultureInfo.InvariantCulture, $"{count} packets");
}
