namespace PortFirewall;

/// <summary>A lab is whole or not there, and what New-FirewallLab did not make is never removed.</summary>
public sealed class FirewallLabTests
{
    [Theory]
    [InlineData(IptablesBackend.Nft)]
    [InlineData(IptablesBackend.Legacy)]
    public void The_server_has_the_chain_of_the_guide_in_each_family(IptablesBackend backend)
    {
        using var lab = TestLab.Create(backend);
        string[] guide =
        [
            "-P INPUT DROP",
            "-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
            "-A INPUT -i lo -j ACCEPT",
        ];
        Assert.Equal(backend, lab.Lab.Backend);
        Assert.Equal(guide, Lines(lab.InServer(lab.Iptables(AddressFamily.IPv4), "-S", "INPUT")));
        Assert.Equal([.. guide, "-A INPUT -p ipv6-icmp -j ACCEPT"], Lines(lab.InServer(lab.Iptables(AddressFamily.IPv6), "-S", "INPUT")));
    }

    [Fact]
    public void Removing_a_lab_leaves_nothing()
    {
        var lab = TestLab.Create();
        Assert.NotEmpty(TracesOf(lab.Lab.Name));
        lab.Dispose();
        Assert.Empty(TracesOf(lab.Lab.Name));
    }

    [Fact]
    public async Task Labs_live_side_by_side_with_the_same_addresses()
    {
        var labs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => TestLab.Create())));
        try
        {
            Assert.Equal(8, labs.Select(lab => lab.Server).Distinct().Count());
            Assert.All(labs, lab => Assert.Equal(ProbeOutcome.Open, Probing.One(lab.Server, "::1", lab.Port).Outcome));
        }
        finally
        {
            await Task.WhenAll(labs.Select(lab => Task.Run(lab.Dispose)));
        }
        Assert.All(labs, lab => Assert.Empty(TracesOf(lab.Lab.Name)));
    }

    [Fact]
    public void Saved_rules_stay_within_the_lab()
    {
        if (!Directory.Exists("/etc/iptables"))
            return;
        using var lab = TestLab.Create();
        lab.InServer("touch", "/etc/iptables/rules.test");
        Assert.False(File.Exists("/etc/iptables/rules.test"));
        var folder = new DirectoryInfo($"/etc/netns/{lab.Server}/iptables");
        Assert.True(File.Exists(Path.Combine(folder.FullName, "rules.test")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, folder.UnixFileMode);
    }

    [Fact]
    public async Task A_lab_that_fails_half_way_leaves_nothing()
    {
        var name = FirewallLabs.NextName();
        // No socket can be bound to that port: the listener comes last, after everything else has been made.
        await Assert.ThrowsAnyAsync<Exception>(() => FirewallLabs.CreateAsync(name, 70_000, IptablesBackend.Nft, CancellationToken.None));
        Assert.Empty(TracesOf(name));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(15)]
    [InlineData(25)]
    [InlineData(40)]
    public async Task A_lab_that_is_cancelled_leaves_nothing(int milliseconds)
    {
        var name = FirewallLabs.NextName();
        using var stop = new CancellationTokenSource(milliseconds);
        try
        {
            await FirewallLabs.CreateAsync(name, FirewallLabs.DefaultPort, IptablesBackend.Nft, stop.Token);
            await FirewallLabs.RemoveAsync(name, CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            // As asked.
        }
        Assert.Empty(TracesOf(name));
    }

    [Fact]
    public async Task A_lab_that_a_killed_process_left_behind_can_be_removed()
    {
        var plan = LabPlan.For(FirewallLabs.NextName());
        // What a killed process leaves: everything but the listener.
        LabRecord.Claim(plan);
        LabFiles.Create(plan);
        await NetworkNamespaces.AddAsync(plan.Server, CancellationToken.None);
        await FirewallLabs.RemoveAsync(plan.Name, CancellationToken.None);
        Assert.Empty(TracesOf(plan.Name));
    }

    [Fact]
    public async Task A_name_can_be_used_once_at_a_time()
    {
        using var lab = TestLab.Create();
        var error = await Assert.ThrowsAsync<FirewallException>(
            () => FirewallLabs.CreateAsync(lab.Lab.Name, FirewallLabs.DefaultPort, null, CancellationToken.None));
        Assert.Equal("LabExists", error.ErrorId);
        Assert.Equal(ProbeOutcome.Open, Probing.One(lab.Server, "127.0.0.1", lab.Port).Outcome);
    }

    [Fact]
    public async Task Namespaces_of_others_are_neither_used_nor_removed()
    {
        var plan = LabPlan.For(FirewallLabs.NextName());
        await NetworkNamespaces.AddAsync(plan.Server, CancellationToken.None);
        try
        {
            var exists = await Assert.ThrowsAsync<FirewallException>(
                () => FirewallLabs.CreateAsync(plan.Name, FirewallLabs.DefaultPort, null, CancellationToken.None));
            Assert.Equal("LabExists", exists.ErrorId);
            var missing = await Assert.ThrowsAsync<FirewallException>(() => FirewallLabs.RemoveAsync(plan.Name, CancellationToken.None));
            Assert.Equal("LabNotFound", missing.ErrorId);
            Assert.True(NetworkNamespaces.Exists(plan.Server));
        }
        finally
        {
            await NetworkNamespaces.DeleteAsync(plan.Server, CancellationToken.None);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("-x")]
    [InlineData("a/b")]
    [InlineData("../x")]
    [InlineData("a b")]
    [InlineData("a\nb")]
    public async Task A_name_that_could_be_an_option_or_a_path_is_an_error(string name)
    {
        var error = await Assert.ThrowsAsync<FirewallException>(() => FirewallLabs.CreateAsync(name, 80, null, CancellationToken.None));
        Assert.Equal("InvalidLabName", error.ErrorId);
    }

    /// <summary>What there is on this machine that has the name of the lab in it.</summary>
    private static List<string> TracesOf(string name)
        => [.. new[] { "/run/netns", "/etc/netns", "/run/portfirewall/labs" }
            .Where(Directory.Exists)
            .SelectMany(Directory.EnumerateFileSystemEntries)
            .Where(path => Path.GetFileName(path) == name || Path.GetFileName(path).StartsWith(name + "-", StringComparison.Ordinal))];

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
