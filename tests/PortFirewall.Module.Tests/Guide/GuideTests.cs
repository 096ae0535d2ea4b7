namespace PortFirewall;

/// <summary>
/// The guide's eight steps, on real iptables and with real packets, with the guide's own figures. IPv6 has one rule more ahead:
/// neighbour discovery, which it can't do without.
/// </summary>
public sealed class GuideTests(Labs labs) : IClassFixture<Labs>
{
    private const string Rule = "-p tcp -m tcp --dport 2222 -j ACCEPT";

    [Theory]
    [InlineData("Nft", "IPv4", 3, 60)]
    [InlineData("Nft", "IPv6", 4, 80)]
    [InlineData("Legacy", "IPv4", 3, 60)]
    [InlineData("Legacy", "IPv6", 4, 80)]
    public void The_port_is_opened_proved_and_kept(string backend, string family, int position, int bytes)
    {
        using var folder = new ScratchFolder();
        var lab = labs.On(backend);
        lab.Run($"$on.AddressFamily = '{family}'; $server = $lab.ServerAddress{(family == "IPv6" ? "IPv6" : "")}; $client = \"netns:$($lab.Client)\"").Quietly();
        var check = $"{lab.In} {lab.Tool(family)} --check INPUT --protocol tcp --match tcp --destination-port 2222 --jump ACCEPT";

        // 1. The service listens.
        Assert.Equal($"{family} 2222 All", lab.Run("Get-PortListener -Port 2222 -NetworkNamespace $lab.Server -AddressFamily $on.AddressFamily | ForEach-Object { \"$($_.AddressFamily) $($_.Port) $($_.Scope)\" }").Quietly().Text);

        // 2. The chain drops by its policy, behind the rules that are there; its counters are exact.
        Assert.Equal($"Drop {position - 1}", lab.Run("Get-IptablesChain INPUT @on | ForEach-Object { \"$($_.Policy) $($_.Rules.Count)\" }").Quietly().Text);

        // 3. The exact rule is not there, and nobody can connect.
        Assert.Equal(1, Shell.Try(check).ExitCode);
        Assert.Equal("False", lab.Run("(Test-IptablesRule -Port 2222 -Protocol tcp @on).Exists").Quietly().Text);
        Assert.Equal("TimedOut", lab.Run("(Confirm-PortReachable $server 2222 -From $client -TimeoutSeconds 0.3).Outcome").Quietly().Text);

        // 4. It is inserted where it takes effect.
        Assert.Equal($"{position} {Rule}", lab.Run("($rule = Add-IptablesPortRule -Port 2222 -Protocol tcp @on) | ForEach-Object { \"$($_.Number) $($_.Specification)\" }").Quietly().Text);
        Assert.Equal(Rule, lab.Input(family)[position - 1]);
        Assert.Equal(0, Shell.Try(check).ExitCode);
        Assert.Equal("True", lab.Run("(Test-IptablesRule -Port 2222 -Protocol tcp @on).Exists").Quietly().Text);

        // 5. It decides.
        Assert.Equal($"Accept INPUT:{position}", lab.Run("Test-PortPath -Port 2222 @on | ForEach-Object { \"$($_.Verdict) $($_.DecidedBy)\" }").Quietly().Text);

        // 6. and 7. A client connects, and this rule's counter rises by exactly one packet.
        Assert.Equal(
            $"True 0 1 1 {bytes} Open True",
            lab.Run("""
                ($proof = Confirm-IptablesRuleHit -Rule $rule -While { Confirm-PortReachable $server 2222 -From $client }) |
                    ForEach-Object { "$($_.Confirmed) $($_.PacketsBefore) $($_.PacketsAfter) $($_.PacketDelta) $($_.ByteDelta) $($_.Probe.Outcome) $($_.Probe.CrossesNetwork)" }
                """).Quietly().Text);
        Assert.Contains($"[1:{bytes}] -A INPUT {Rule}\n", lab.Saved(family), StringComparison.Ordinal);

        // 8. It is kept, and what was kept holds the rule ahead of any blocker.
        var path = $"{folder.Path}/rules";
        Assert.Equal($"True {family} {path}", lab.Run($"$proof | Save-IptablesRuleset -Path {path} | ForEach-Object {{ \"$($_.Verified) $($_.AddressFamily) $($_.Path)\" }}").Quietly().Text);
        Assert.Equal(position, InputRulesOf(path).IndexOf(Rule) + 1);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal(0, Shell.Try($"{lab.In} {lab.Tool(family)}-restore --test < {path}").ExitCode);
    }

    [Fact]
    public void The_persistence_tool_keeps_both_families_in_files_of_the_labs_own()
    {
        var host = FilesOfTheMachine();
        var backend = Shell.Run("iptables --version").Contains("nf_tables", StringComparison.Ordinal) ? "Nft" : "Legacy";
        var lab = labs.On(backend);
        lab.Run("$proof = Add-IptablesPortRule 2222 -NetworkNamespace $lab.Server | Confirm-IptablesRuleHit -While { Confirm-PortReachable server.example.net 2222 -From \"netns:$($lab.Client)\" }").Quietly();
        Assert.Equal("True\nTrue", lab.Run("$proof | ForEach-Object Confirmed").Text);
        Assert.Equal(
            $"True IPv4 netfilter-persistent /etc/netns/{lab.Server}/iptables/rules.v4\nTrue IPv6 netfilter-persistent /etc/netns/{lab.Server}/iptables/rules.v6",
            lab.Run("$proof | Save-IptablesRuleset | ForEach-Object { \"$($_.Verified) $($_.AddressFamily) $($_.Provider) $($_.Path)\" }").Quietly().Text);
        Assert.Equal(3, InputRulesOf($"/etc/netns/{lab.Server}/iptables/rules.v4").IndexOf(Rule) + 1);
        Assert.Equal(4, InputRulesOf($"/etc/netns/{lab.Server}/iptables/rules.v6").IndexOf(Rule) + 1);
        Assert.Equal(host, FilesOfTheMachine());
    }

    // A new machine has none.
    private static string FilesOfTheMachine() => Shell.Run("head -n -0 /etc/iptables/* 2>&1 || true");

    private static List<string> InputRulesOf(string file)
        => [.. File.ReadAllLines(file).Where(l => l.StartsWith("-A INPUT ", StringComparison.Ordinal)).Select(l => l["-A INPUT ".Length..])];
}
