using System.Globalization;

namespace PortFirewall;

/// <summary>A connection over which somebody works on this host, as sshd tells it to what it starts (<c>ssh(1)</c>, <c>SSH_CONNECTION</c>).</summary>
/// <param name="Family">The family of its addresses.</param>
/// <param name="Client">Where it comes from.</param>
/// <param name="ClientPort">The port that it comes from.</param>
/// <param name="Server">This host's own address.</param>
/// <param name="ServerPort">The port that sshd listens on.</param>
internal sealed record SshSession(AddressFamily Family, string Client, int ClientPort, string Server, int ServerPort)
{
    private const int Tcp = 6;

    /// <summary>Reads <c>CLIENT PORT SERVER PORT</c>; null where it is something else.</summary>
    public static SshSession? Parse(string? text)
    {
        if (text?.Split(' ') is not [var client, var clientPort, var server, var serverPort])
            return null;
        // A link-local address names its interface.
        (client, server) = (client.Split('%')[0], server.Split('%')[0]);
        var family = client.Contains(':', StringComparison.Ordinal) ? AddressFamily.IPv6 : AddressFamily.IPv4;
        return AddressSets.ReadAddress(client, family) is null || AddressSets.ReadAddress(server, family) is null || Port(clientPort) is not { } from || Port(serverPort) is not { } to
            ? null : new SshSession(family, client, from, server, to);
    }

    /// <summary>Whether the connection ends at a host, going by its addresses. Where these are not known it may.</summary>
    public bool MayEndAt(HostFacts facts)
        => facts.AddressesOf(LocalDestinationKind.Local) is not { } own || own.Overlaps(Address(Server));

    /// <summary>
    /// Why a change may cut the connection off, or keep it from being made again; null where it can't. What can't be decided either before or
    /// after, and by the same rules, is none of the change's doing.
    /// </summary>
    public string? FindDanger(IptablesRuleset before, IptablesRuleset after)
        => FindDanger(before, after, ConnectionStates.Established, "The packets of this connection") ?? FindDanger(before, after, ConnectionStates.New, "New connections like this one");

    /// <summary>Client and server.</summary>
    public override string ToString() => $"from {Client} to {Server} port {ServerPort}";

    private string? FindDanger(IptablesRuleset before, IptablesRuleset after, ConnectionStates state, string what)
    {
        var packets = PacketClass.Any(Family, Tcp) with
        {
            Sources = Address(Client),
            Destinations = Address(Server),
            SourcePorts = state == ConnectionStates.New ? PortSets.All : new PortRange(ClientPort, ClientPort).ToSet(),
            DestinationPorts = new PortRange(ServerPort, ServerPort).ToSet(),
            InInterfaces = Client == Server ? InterfaceSets.Loopback : InterfaceSets.AllButLoopback,
            States = state,
        };
        var (was, will) = (PortPathAnalysis.Analyze(before, packets, "tcp"), PortPathAnalysis.Analyze(after, packets, "tcp"));
        var isNone = will.Verdict == PortVerdict.Accept || (was.Verdict == will.Verdict && was.DecidedBy == will.DecidedBy);
        return isNone || was.Verdict is PortVerdict.Drop or PortVerdict.Reject ? null : $"{what}: {was.Verdict} by {was.DecidedBy} before, {will.Verdict} by {will.DecidedBy} after.";
    }

    private IntervalSet<UInt128> Address(string address) => AddressSets.ReadNetwork(address, Family)!;

    private static int? Port(string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= PortRange.Maximum ? port : null;
}
