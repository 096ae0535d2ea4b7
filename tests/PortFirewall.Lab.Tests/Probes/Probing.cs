namespace PortFirewall;

/// <summary>Probes as a test asks for them: one answer, or all of them.</summary>
internal static class Probing
{
    public static PortProbe One(string? from, string computerName, int port, double seconds = 0.5)
        => Assert.Single(All(from, computerName, [new PortRange(port, port)], seconds));

    public static PortProbe Ask(string? from, string computerName, int port, DatagramApplication application, double seconds = 0.5)
        => Assert.Single(PortProber.RunAsync(
            Plan(from, computerName, [new PortRange(port, port)], seconds) with { Protocol = "udp", Datagram = application }, CancellationToken.None).ToBlockingEnumerable());

    public static List<PortProbe> All(string? from, string computerName, IReadOnlyList<PortRange> ports, double seconds = 0.5, params AddressFamily[] families)
        => PortProber.RunAsync(Plan(from, computerName, ports, seconds, families), CancellationToken.None).ToBlockingEnumerable().ToList();

    public static ProbePlan Plan(string? from, string computerName, IReadOnlyList<PortRange> ports, double seconds, params AddressFamily[] families) => new()
    {
        ComputerNames = [computerName],
        Ports = ports,
        Protocol = "tcp",
        Vantages = [Vantage.Parse(from is null ? null : "netns:" + from)],
        Timeout = TimeSpan.FromSeconds(seconds),
        Families = families,
    };
}
