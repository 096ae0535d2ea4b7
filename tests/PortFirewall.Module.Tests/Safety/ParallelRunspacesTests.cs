namespace PortFirewall;

/// <summary>Several sessions may change one firewall at once.</summary>
public sealed class ParallelRunspacesTests(Labs labs) : IClassFixture<Labs>
{
    private const int Sessions = 4;
    private const int PortsEach = 6;

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public async Task What_several_sessions_add_at_once_is_all_there_once(string backend)
    {
        var lab = labs.On(backend).By("-A INPUT -j REJECT");
        var results = await Task.WhenAll(Enumerable.Range(0, Sessions).Select(session => Task.Run(() =>
        {
            using var engine = new Engine();
            return engine.Run($"{4000 + (session * 100)}..{4000 + (session * 100) + PortsEach - 1} | ForEach-Object {{ Add-IptablesPortRule $_ -NetworkNamespace {lab.Server} -Backend {backend} }}");
        })));
        var failed = results.SelectMany(r => r.Errors).ToList();
        // Losing the race is an answer; but it has a name, and it means that nothing of that port was left.
        Assert.All(failed, e => Assert.Matches("^(RulesetChanged|LockTimeout),", e.FullyQualifiedErrorId));
        foreach (var family in TestLab.Families)
        {
            var ports = lab.Input(family).Where(r => r.Contains("--dport 4", StringComparison.Ordinal)).ToList();
            Assert.Equal(ports.Distinct(StringComparer.Ordinal), ports);
            Assert.Equal((Sessions * PortsEach) - failed.Count, ports.Count);
            Assert.StartsWith("-j REJECT", lab.Input(family)[^1], StringComparison.Ordinal);
        }
    }
}
