namespace PortFirewall;

/// <summary>What was read before the turn to change rules came counts only where nothing can have changed since.</summary>
public sealed class EarlyReadingTests : IDisposable
{
    private static readonly AddressFamily[] IPv4 = [AddressFamily.IPv4];

    private readonly TestLab _lab = TestLab.Create();
    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    private FirewallScope Scope => new(_lab.Server, _lab.Lab.Backend);

    public void Dispose()
    {
        _lab.Dispose();
        File.Delete(_file);
    }

    [Fact]
    public async Task It_counts_where_nobody_had_a_turn_since()
    {
        TakeTurn().Dispose();
        var early = await BeginAsync();
        using var turn = TakeTurn();
        var read = await early.TakeAsync(Scope, IPv4, turn);
        Assert.Equal(AddressFamily.IPv4, Assert.Single(read!.Rulesets).AddressFamily);
    }

    [Fact]
    public async Task It_does_not_count_where_somebody_had_a_turn_since()
    {
        TakeTurn().Dispose();
        var early = await BeginAsync();
        TakeTurn().Dispose();
        using var turn = TakeTurn();
        Assert.Null(await early.TakeAsync(Scope, IPv4, turn));
    }

    [Fact]
    public async Task It_does_not_count_where_somebody_still_had_the_turn_when_it_began()
    {
        TakeTurn().Dispose();
        var others = TakeTurn();
        var early = await BeginAsync();
        others.Dispose();
        using var turn = TakeTurn();
        Assert.Null(await early.TakeAsync(Scope, IPv4, turn));
    }

    [Fact]
    public async Task It_does_not_count_where_the_last_one_was_killed_in_its_turn()
    {
        await File.WriteAllTextAsync(_file, "*");
        File.SetLastWriteTimeUtc(_file, DateTime.UtcNow.AddDays(-1));
        var early = await BeginAsync();
        using (var turn = TakeTurn())
            Assert.Null(await early.TakeAsync(Scope, IPv4, turn));
        // The one after it can rely on the times again.
        early = await BeginAsync();
        using var next = TakeTurn();
        Assert.NotNull(await early.TakeAsync(Scope, IPv4, next));
    }

    [Fact]
    public async Task It_does_not_count_where_there_are_no_turns()
    {
        var early = await BeginAsync();
        using var turn = new ChangeTurn(null);
        Assert.Null(await early.TakeAsync(Scope, IPv4, turn));
    }

    [Fact]
    public async Task It_does_not_count_for_another_firewall_or_other_families_and_not_for_long()
    {
        TakeTurn().Dispose();
        using var turn = TakeTurn();
        Assert.Null(await (await BeginAsync()).TakeAsync(Scope with { NetworkNamespace = _lab.Client }, IPv4, turn));
        Assert.Null(await (await BeginAsync()).TakeAsync(Scope, [AddressFamily.IPv6], turn));
        var early = await BeginAsync();
        await Task.Delay(EarlyReading.Lifetime + TimeSpan.FromMilliseconds(20));
        Assert.Null(await early.TakeAsync(Scope, IPv4, turn));
    }

    [Fact]
    public async Task A_reading_that_failed_is_left_to_the_one_that_is_waited_for()
    {
        TakeTurn().Dispose();
        var nowhere = Scope with { NetworkNamespace = "pflab-no-such" };
        var early = EarlyReading.Begin(nowhere, IPv4, CancellationToken.None);
        using var turn = TakeTurn();
        Assert.Null(await early.TakeAsync(nowhere, IPv4, turn));
    }

    /// <summary>The version of iptables is asked for once in a process, and takes longer than a reading may last here.</summary>
    private async Task<EarlyReading> BeginAsync()
    {
        _ = await IptablesTools.BackendOfAsync(AddressFamily.IPv4, null, CancellationToken.None);
        return EarlyReading.Begin(Scope, IPv4, CancellationToken.None);
    }

    private ChangeTurn TakeTurn() => new(new FileStream(_file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
}
