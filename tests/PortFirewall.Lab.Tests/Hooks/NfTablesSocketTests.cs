namespace PortFirewall;

/// <summary>The kernel, asked without nft, tells of tables and chains what nft tells.</summary>
public sealed class NfTablesSocketTests : IDisposable
{
    private const string Everything = """
        table inet firewall {
            chain in { type filter hook input priority -10; policy drop; tcp dport 22 accept; jump more; }
            chain more { tcp dport 80 accept; }
            chain out { type route hook output priority 5; }
            chain early { type filter hook ingress device "lo" priority 3; }
        }
        table ip nat {
            chain DOCKER {
            }
            chain POSTROUTING { type nat hook postrouting priority 100; }
            chain f { type filter hook forward priority -2147483648; }
        }
        table ip6 filter {
            chain INPUT { type filter hook input priority 0; policy drop; }
        }
        table netdev edge {
            chain i { type filter hook ingress device "lo" priority 2147483647; }
        }
        table bridge b {
            chain c { type filter hook forward priority 3; }
        }
        table arp a {
            chain c { type filter hook output priority 3; policy drop; }
        }
        table ip asleep {
            flags dormant
            chain in { type filter hook prerouting priority 0; policy drop; }
        }
        """;

    private readonly TestLab _lab = TestLab.Create();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task The_kernel_tells_of_every_chain_what_nft_prints()
    {
        _lab.InServer("nft", "flush", "ruleset");
        Load(Everything);
        var printed = NftReader.Read(_lab.InServer("nft", "--json", "list", "ruleset"));
        Assert.Equal(7, printed.Tables.Count);
        Assert.Equal(Describe(printed), Describe(await AskKernelAsync()));
    }

    [Fact]
    public async Task A_table_that_sleeps_is_known_although_nft_prints_any_word_for_its_flags()
    {
        _lab.InServer("nft", "flush", "ruleset");
        Load(Everything);
        var (ruleset, problem) = await NftSource.ReadAsync(_lab.Server, CancellationToken.None);
        Assert.Null(problem);
        Assert.Equal("ip asleep", Assert.Single(ruleset.Tables, NftHooks.IsAsleep).ToString());
        Assert.All(ruleset.Tables.Where(t => !NftHooks.IsAsleep(t)), t => Assert.Empty(t.Flags));
    }

    [Fact]
    public async Task Many_chains_come_in_several_parts_and_none_is_lost()
    {
        Load("table inet many {\n" + string.Concat(Enumerable.Range(0, 2000).Select(i => $"chain chain-with-a-long-name-{i} {{ }}\n")) + "}");
        Assert.Equal(2000, (await AskKernelAsync()).Tables.Single(t => t.Name == "many").Chains.Count);
    }

    [Fact]
    public async Task Rules_are_told_from_none()
    {
        _lab.InServer("nft", "flush", "ruleset");
        Assert.False((await AskKernelAsync()).HasRules);
        Load("table ip filter {\n chain INPUT { type filter hook input priority 0; }\n}");
        Assert.False((await AskKernelAsync()).HasRules);
        _lab.InServer("nft", "add", "rule", "ip", "filter", "INPUT", "accept");
        Assert.True((await AskKernelAsync()).HasRules);
    }

    private async Task<NftRuleset> AskKernelAsync()
        => await NfTablesSocket.ReadChainsAsync(_lab.Server, CancellationToken.None) ?? throw new InvalidOperationException("The kernel did not tell.");

    private void Load(string ruleset)
        => NativeRunner.RunAsync(
            new NativeCommand(NftSource.Nft, ["-f", "-"]) { NetworkNamespace = _lab.Server, StandardInput = ruleset }, CancellationToken.None)
            .GetAwaiter().GetResult().EnsureSuccess();

    private static IEnumerable<string> Describe(NftRuleset ruleset)
        => ruleset.Tables.SelectMany(t => t.Chains.Values.Select(c => $"{t} {c.Name} {c.Hook} {c.Priority} {c.Policy} {c.Type}")).Order(StringComparer.Ordinal);
}
