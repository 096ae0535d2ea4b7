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

    private static readonly string Published = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Positions", "Rulesets", "docker-published.rules"));

    /// <summary>Published as 8080; 8081 is sent to the same container, and nobody accepts it there.</summary>
    /// <param name="input">Rules of INPUT.</param>
    public static IptablesRuleset With(params string[] input) => WithRoutes(Routes, RoutingRules, input);

    public static IptablesRuleset WithRoutes(string routes, string rules, params string[] input)
        => Rulesets.Read(Published.Insert(Published.LastIndexOf("COMMIT", StringComparison.Ordinal), string.Concat(input.Select(rule => $"-A INPUT {rule}\n")))).With(new HostFacts
        {
            Destinations = LocalRouteReader.Read("""[{"type":"local","dst":"198.51.100.1","dev":"eth0"},{"type":"local","dst":"172.17.0.1","dev":"docker0"}]""", AddressFamily.IPv4),
            OnwardRoutes = MainRouteReader.Read(routes, rules, AddressFamily.IPv4) is { } read ? OnwardRoutes.Of(read, AddressFamily.IPv4) : null,
        });
}
