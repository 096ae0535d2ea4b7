namespace PortFirewall;

/// <summary>A change whose process is there before it is known what to change: whole or absent as any other, and read back by the same process.</summary>
public sealed class EarlyChangeTests : IDisposable
{
    private readonly TestLab _nft = TestLab.Create();
    private readonly TestLab _legacy = TestLab.Create(IptablesBackend.Legacy);

    public void Dispose()
    {
        _nft.Dispose();
        _legacy.Dispose();
    }

    [Theory]
    [InlineData(IptablesBackend.Nft)]
    [InlineData(IptablesBackend.Legacy)]
    public async Task It_makes_what_it_is_told_once_and_reads_it_back(IptablesBackend backend)
    {
        var scope = Scope(backend);
        using var early = EarlyChange.Begin(scope, AddressFamily.IPv4, Task.CompletedTask);
        var command = await CommandAsync(scope, "--insert INPUT 1 -p tcp -m tcp --dport 4711 -j ACCEPT");
        Assert.Equal(0, (await early.TryMakeAsync(command))!.ExitCode);
        // Of another family, it knows nothing.
        Assert.Null(await early.TryReadBackAsync(scope, AddressFamily.IPv6));
        var read = await early.TryReadBackAsync(scope, AddressFamily.IPv4);
        Assert.Equal("4711", read!.RequireChain("filter", "INPUT").Rules[0].DestinationPort);
        Assert.True((await RulesetSource.ReadAsync(scope, AddressFamily.IPv4, CancellationToken.None)).SaysTheSameAs(read));
        Assert.Null(await early.TryMakeAsync(command));
        Assert.Null(await early.TryReadBackAsync(scope, AddressFamily.IPv4));
    }

    [Theory]
    [InlineData(IptablesBackend.Nft)]
    [InlineData(IptablesBackend.Legacy)]
    public async Task A_change_that_fails_is_told_as_its_tool_tells_it_and_nothing_is_read_back(IptablesBackend backend)
    {
        var scope = Scope(backend);
        var before = await RulesetSource.ReadAsync(scope, AddressFamily.IPv4, CancellationToken.None);
        using var early = EarlyChange.Begin(scope, AddressFamily.IPv4, Task.CompletedTask);
        var command = await CommandAsync(scope, "--insert INPUT 1 -p tcp -m tcp --dport 4711 -j ACCEPT\n--insert NOWHERE 1 -j ACCEPT");
        var ordinary = await NativeRunner.RunAsync(command, CancellationToken.None);
        var result = await early.TryMakeAsync(command);
        Assert.Equal((ordinary.ExitCode, ordinary.StandardError, command), (result!.ExitCode, result.StandardError, result.Command));
        Assert.NotEqual(0, result.ExitCode);
        Assert.Null(await early.TryReadBackAsync(scope, AddressFamily.IPv4));
        Assert.True((await RulesetSource.ReadAsync(scope, AddressFamily.IPv4, CancellationToken.None)).SaysTheSameAs(before));
    }

    [Fact]
    public async Task One_that_waits_keeps_nobody_from_changing_rules_and_told_nothing_changes_nothing()
    {
        var scope = Scope(IptablesBackend.Legacy);
        using (var early = EarlyChange.Begin(scope, AddressFamily.IPv4, Task.CompletedTask))
        {
            var command = await CommandAsync(scope, "--insert INPUT 1 -p tcp -m tcp --dport 4712 -j ACCEPT");
            Assert.Null(await early.TryMakeAsync(command with { Arguments = ["--noflush"] }));
            Assert.Equal(0, (await NativeRunner.RunAsync(command, CancellationToken.None)).ExitCode);
        }
        var rules = (await RulesetSource.ReadAsync(scope, AddressFamily.IPv4, CancellationToken.None)).RequireChain("filter", "INPUT").Rules;
        Assert.Single(rules, r => r.DestinationPort == "4712");
    }

    [Fact]
    public async Task Where_it_can_not_be_started_the_change_is_made_in_the_ordinary_way()
    {
        using var early = EarlyChange.Begin(new FirewallScope("pflab-no-such", IptablesBackend.Nft), AddressFamily.IPv4, Task.CompletedTask);
        Assert.Null(await early.TryMakeAsync(await CommandAsync(Scope(IptablesBackend.Nft), "--insert INPUT 1 -j ACCEPT")));
    }

    private FirewallScope Scope(IptablesBackend backend) => new((backend == IptablesBackend.Nft ? _nft : _legacy).Server, backend);

    private static async Task<NativeCommand> CommandAsync(FirewallScope scope, string lines)
        => await RuleTransaction.RestoreCommandAsync(scope, AddressFamily.IPv4, CancellationToken.None) with { StandardInput = $"*filter\n{lines}\nCOMMIT\n" };
}
