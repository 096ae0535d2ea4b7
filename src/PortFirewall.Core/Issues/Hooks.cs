namespace PortFirewall;

/// <summary>What is known of any packet that the kernel shows to a built-in chain (<c>net/ipv4/ip_input.c</c>, <c>ip_forward.c</c>, <c>ip_output.c</c>).</summary>
internal static class Hooks
{
    private static readonly IntervalSet<InterfaceName> None = InterfaceSets.Matching("");
    private static readonly IntervalSet<InterfaceName> Some = InterfaceSets.All.Except(None);

    public static PacketBox PacketsAt(string chain, AddressFamily family)
    {
        var all = PacketBox.Everything(family);
        return chain switch
        {
            "PREROUTING" or "INPUT" => all with { InInterfaces = Some, OutInterfaces = None },
            "FORWARD" => all with { InInterfaces = Some, OutInterfaces = Some },
            "OUTPUT" => all with { InInterfaces = None, OutInterfaces = Some },
            // A forwarded packet's inbound interface is shown there by some kernels only.
            _ => all,
        };
    }

    /// <summary>Packets of other hosts that open a connection to this one: for TCP, <c>SYN</c> alone.</summary>
    public static PacketBox OpeningFromOutside(AddressFamily family)
        => PacketsAt("INPUT", family) with { InInterfaces = Some.Except(InterfaceSets.Loopback), States = ConnectionStates.New, TcpFlags = 1UL << 2 };
}
