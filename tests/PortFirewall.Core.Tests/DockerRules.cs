namespace PortFirewall.Core.Tests;

/// <summary>What Docker makes of <c>-p 8080:80</c>, on a host with eth0 (198.51.100.1) and docker0 (172.17.0.1/16) that lets nothing else in or through.</summary>
internal static class DockerRules
{
    public const string Routes = """
        [{"dst":"default","gateway":"198.51.100.254","dev":"eth0"},{"dst":"198.51.100.0/24","dev":"eth0"},{"dst":"172.17.0.0/16","dev":"docker0","flags":["linkdown"]}]
        """;

    public const string RoutingRules = """
        [{"priority":0,"src":"all","table":"local"},{"priority":32766,"src":"all","table":"main"},{"priority":32767,"src":"all","table":"default"}]
        """;

    private const string Nat = """
        *nat
        :PREROUTING ACCEPT [0:0]
        :DOCKER - [0:0]
        -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
        -A DOCKER -i docker0 -j RETURN
        -A DOCKER ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80
        -A DOCKER ! -i docker0 -p tcp -m tcp --dport 8081 -j DNAT --to-destination 172.17.0.2:81
        COMMIT
        *filter
        :INPUT DROP [0:0]
        :FORWARD DROP [0:0]
        :DOCKER - [0:0]
        -A FORWARD -o docker0 -j DOCKER
        -A DOCKER -d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 80 -j ACCEPT

        """;

    /// <summary>Published as 8080; 8081 is sent to the same container, and nobody accepts it there.</summary>
    /// <param name="input">Rules of INPUT.</param>
    public static IptablesRuleset With(params string[] input) => WithRoutes(Routes, RoutingRules, input);

    public static IptablesRuleset WithRoutes(string routes, string rules, params string[] input)
        => Rulesets.Read($"{Nat}{string.Concat(input.Select(rule => $"-A INPUT {rule}\n"))}COMMIT\n").With(new HostFacts
        {
            Destinations = LocalRouteReader.Read("""[{"type":"local","dst":"198.51.100.1","dev":"eth0"},{"type":"local","dst":"172.17.0.1","dev":"docker0"}]""", AddressFamily.IPv4),
            OnwardRoutes = MainRouteReader.Read(routes, rules, AddressFamily.IPv4) is { } read ? OnwardRoutes.Of(read, AddressFamily.IPv4) : null,
        });
}
