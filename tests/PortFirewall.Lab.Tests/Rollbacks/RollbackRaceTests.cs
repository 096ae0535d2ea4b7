using System.Collections.Concurrent;
using Xunit.Abstractions;

namespace PortFirewall;

/// <summary>Whoever comes first: what is reported is what happened.</summary>
public sealed class RollbackRaceTests(ITestOutputHelper output)
{
    private const int AtOnce = 10;
    private const int FirstPort = 3000;

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("PORTFIREWALL_LONG") == "1";

    private static readonly int Races = IsLong ? 200 : 20;

    public static TheoryData<IptablesBackend> Backends => IsLong ? new(IptablesBackend.Nft, IptablesBackend.Legacy) : new(IptablesBackend.Nft);

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task A_confirmation_that_races_the_timer_says_what_came_of_it(IptablesBackend backend)
    {
        using var lab = TestLab.Create(backend);
        var scope = new FirewallScope(lab.Server, backend);
        var confirmed = new ConcurrentBag<int>();
        var late = new ConcurrentBag<int>();
        for (var first = FirstPort; first < FirstPort + Races; first += AtOnce)
            await Task.WhenAll(Enumerable.Range(first, Math.Min(AtOnce, FirstPort + Races - first)).Select(port => Task.Run(() => RaceAsync(scope, port, confirmed, late))));
        foreach (var family in (AddressFamily[])[AddressFamily.IPv4, AddressFamily.IPv6])
        {
            var there = (await RulesetSource.ReadAsync(scope, family, CancellationToken.None)).RequireChain("filter", "INPUT").Rules
                .Select(r => r.DestinationPort).OfType<string>().Select(int.Parse).Where(p => p >= FirstPort);
            Assert.Equal(confirmed.Order(), there.Order());
        }
        Assert.Equal(Races, confirmed.Count + late.Count);
        output.WriteLine($"{backend}: {Races} races, {confirmed.Count} confirmed and there, {late.Count} told as taken back and gone");
    }

    [Fact]
    public async Task Of_many_who_decide_at_once_all_are_told_the_same()
    {
        using var lab = TestLab.Create();
        var scope = new FirewallScope(lab.Server, IptablesBackend.Nft);
        for (var port = FirstPort; port < FirstPort + 3; port++)
        {
            var rollback = await ChangeAsync(scope, port, seconds: 60);
            var told = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(async () =>
            {
                try
                {
                    return (i % 2 == 0 ? await Rollbacks.ConfirmAsync(rollback.Id) : await Rollbacks.UndoAsync(rollback.Id)).State;
                }
                catch (FirewallException failure)
                {
                    return Assert.IsType<IptablesRollback>(failure.Target).State;
                }
            })));
            var state = Assert.Single(told.Distinct());
            var isThere = (await RulesetSource.ReadAsync(scope, AddressFamily.IPv4, CancellationToken.None)).Rules.Any(r => r.DestinationPort == $"{port}");
            Assert.Equal(isThere ? IptablesRollbackState.Confirmed : IptablesRollbackState.RolledBack, state);
        }
    }

    [Fact]
    public async Task A_change_that_comes_when_its_time_is_up_already_is_taken_back_all_the_same()
    {
        using var lab = TestLab.Create();
        var scope = new FirewallScope(lab.Server, IptablesBackend.Nft);
        // As when a session is killed while its iptables waits for the lock: nobody ever says that the change is made.
        var insertion = await InsertionAsync(scope, FirstPort);
        var rollback = await Rollbacks.ArmAsync(new RollbackRequest(scope, insertion.Changes, 1, "Add-IptablesPortRule"), CancellationToken.None);
        await Task.Delay(TimeSpan.FromSeconds(2));
        Assert.Equal(IptablesRollbackState.Running, (await Rollbacks.ListAsync(rollback.Id, CancellationToken.None))[0].State);
        await insertion.ApplyAsync(CancellationToken.None);
        await UntilAsync(rollback.Id, IptablesRollbackState.RolledBack);
        Assert.DoesNotContain((await RulesetSource.ReadAsync(scope, AddressFamily.IPv6, CancellationToken.None)).Rules, r => r.DestinationPort == $"{FirstPort}");
    }

    [Fact]
    public async Task Whoever_makes_a_change_too_late_is_told()
    {
        using var lab = TestLab.Create();
        var scope = new FirewallScope(lab.Server, IptablesBackend.Nft);
        var insertion = await InsertionAsync(scope, FirstPort);
        var failure = await Assert.ThrowsAsync<FirewallException>(() => TimedChange.MakeAsync(new RollbackRequest(scope, insertion.Changes, 1, "Add-IptablesPortRule"), async stop =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1.5), stop);
            // As every cmdlet does: what the timer takes away between the insertion and its reading back would be inserted again.
            using var turn = await ChangeLock.AcquireAsync(stop);
            return await insertion.ApplyAsync(stop);
        }, CancellationToken.None));
        Assert.Equal(nameof(RollbackErrors.ChangeRolledBack), failure.ErrorId);
        Assert.DoesNotContain((await RulesetSource.ReadAsync(scope, AddressFamily.IPv4, CancellationToken.None)).Rules, r => r.DestinationPort == $"{FirstPort}");
    }

    [Fact]
    public async Task A_change_that_fails_leaves_no_timer()
    {
        using var lab = TestLab.Create();
        var scope = new FirewallScope(lab.Server, IptablesBackend.Nft);
        var insertion = await InsertionAsync(scope, FirstPort);
        await Assert.ThrowsAsync<InvalidOperationException>(() => TimedChange.MakeAsync<int>(
            new RollbackRequest(scope, insertion.Changes, 60, "Add-IptablesPortRule"), _ => throw new InvalidOperationException("as somebody's bug would"), CancellationToken.None));
        Assert.Empty(await Rollbacks.ListAsync(scope, CancellationToken.None));
    }

    [Fact]
    public async Task A_timer_that_somebody_ended_is_told_from_one_that_runs()
    {
        using var lab = TestLab.Create();
        var scope = new FirewallScope(lab.Server, IptablesBackend.Nft);
        var rollback = await ChangeAsync(scope, FirstPort, seconds: 60);
        using (var timer = System.Diagnostics.Process.GetProcessById(rollback.ProcessId!.Value))
            timer.Kill();
        await UntilAsync(rollback.Id, IptablesRollbackState.TimerLost);
        Assert.Equal(IptablesRollbackState.RolledBack, (await Rollbacks.UndoAsync(rollback.Id)).State);
        Assert.DoesNotContain((await RulesetSource.ReadAsync(scope, AddressFamily.IPv4, CancellationToken.None)).Rules, r => r.DestinationPort == $"{FirstPort}");
    }

    [Fact]
    public async Task Saving_what_is_taken_back_meanwhile_fails()
    {
        using var lab = TestLab.Create();
        var scope = new FirewallScope(lab.Server, IptablesBackend.Nft);
        var rollback = await ChangeAsync(scope, FirstPort, seconds: 60);
        var plan = new SavePlan("boot", [new SaveTarget(AddressFamily.IPv4, "v4"), new SaveTarget(AddressFamily.IPv6, "v6")]);
        var saved = await SavedChanges.FindAsync(scope, plan, CancellationToken.None);
        await Rollbacks.UndoAsync(rollback.Id);
        Assert.Equal(nameof(RollbackErrors.SavedChangeRolledBack), (await Assert.ThrowsAsync<FirewallException>(saved.ConfirmAsync)).ErrorId);
    }

    private static async Task RaceAsync(FirewallScope scope, int port, ConcurrentBag<int> confirmed, ConcurrentBag<int> late)
    {
        var rollback = await ChangeAsync(scope, port, seconds: 2);
        var left = (await Rollbacks.ListAsync(rollback.Id, CancellationToken.None))[0].RemainingSeconds;
        await Task.Delay(TimeSpan.FromSeconds(Math.Max(0, left + ((Random.Shared.NextDouble() - 0.6) / 10))));
        try
        {
            Assert.Equal(IptablesRollbackState.Confirmed, (await Rollbacks.ConfirmAsync(rollback.Id)).State);
            confirmed.Add(port);
        }
        catch (FirewallException failure) when (failure.ErrorId == nameof(RollbackErrors.ChangeRolledBack))
        {
            late.Add(port);
        }
    }

    private static async Task<IptablesRollback> ChangeAsync(FirewallScope scope, int port, int seconds)
    {
        using var turn = await ChangeLock.AcquireAsync(CancellationToken.None);
        var insertion = await InsertionAsync(scope, port);
        return (await TimedChange.MakeAsync(new RollbackRequest(scope, insertion.Changes, seconds, "Add-IptablesPortRule"), insertion.ApplyAsync, CancellationToken.None)).Rollback!;
    }

    private static Task<RuleInsertion> InsertionAsync(FirewallScope scope, int port)
        => RuleInsertion.PrepareAsync(new InsertRequest(scope, [.. ((AddressFamily[])[AddressFamily.IPv4, AddressFamily.IPv6]).Select(family => new PortRule { Family = family, Protocol = "tcp", Port = new PortRange(port, port) })], null, false), CancellationToken.None);

    private static async Task UntilAsync(string id, IptablesRollbackState state)
    {
        for (var i = 0; i < 100 && (await Rollbacks.ListAsync(id, CancellationToken.None))[0].State != state; i++)
            await Task.Delay(50);
        Assert.Equal(state, (await Rollbacks.ListAsync(id, CancellationToken.None))[0].State);
    }
}
