using System.Runtime.ExceptionServices;
using Xunit.Abstractions;

namespace PortFirewall;

/// <summary>Sessions of this process have one <see cref="TurnLock"/>; those of another one have one of their own, on the same files.</summary>
public sealed class ChangeLockTests(ITestOutputHelper output) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("portfirewall-lock-").FullName;
    private readonly TurnLock _ours = new("change", 30);
    private readonly TurnLock _theirs = new("change", 30);

    [Fact]
    public async Task Whoever_comes_while_another_has_the_turn_waits_for_it()
    {
        var first = await ChangeLock.AcquireOpeningAsync(CancellationToken.None);
        var second = ChangeLock.AcquireOpeningAsync(CancellationToken.None);
        await Task.Delay(200);
        Assert.False(second.IsCompleted);
        first.Dispose();
        (await second.WaitAsync(Patience)).Dispose();
    }

    [Fact]
    public async Task Sessions_of_one_process_have_their_turns_in_the_order_in_which_they_came()
    {
        var order = new List<int>();
        Assert.False(_ours.IsTaken);
        var first = await AcquireAsync(_ours);
        var waiting = Enumerable.Range(0, 40).Select(async number =>
        {
            using var turn = await AcquireAsync(_ours);
            // Nobody else is here meanwhile.
            order.Add(number);
        }).ToList();
        Assert.True(_ours.IsTaken);
        first.Dispose();
        await Task.WhenAll(waiting).WaitAsync(Patience);
        Assert.False(_ours.IsTaken);
        Assert.Equal(Enumerable.Range(0, 40), order);
    }

    [Fact]
    public async Task Sessions_of_one_process_wait_for_each_other_also_where_no_file_can_be_had()
    {
        var first = await _ours.AcquireAsync(null, CancellationToken.None);
        var second = _ours.AcquireAsync(null, CancellationToken.None);
        var third = _ours.AcquireAsync("/proc", CancellationToken.None);
        await Task.Delay(100);
        Assert.False(second.IsCompleted || third.IsCompleted);
        first.Dispose();
        (await second.WaitAsync(Patience)).Dispose();
        (await third.WaitAsync(Patience)).Dispose();
    }

    [Fact]
    public async Task Whoever_leaves_the_line_lets_nobody_pass_those_ahead()
    {
        using var stop = new CancellationTokenSource();
        var first = await AcquireAsync(_ours);
        var leaving = _ours.AcquireAsync(_folder, stop.Token);
        var behind = AcquireAsync(_ours);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving.WaitAsync(Patience));
        await Task.Delay(100);
        Assert.False(behind.IsCompleted);
        first.Dispose();
        (await behind.WaitAsync(Patience)).Dispose();
    }

    [Fact]
    public async Task Whoever_stops_waiting_for_another_process_leaves_the_line_too()
    {
        using var stop = new CancellationTokenSource();
        var theirs = await AcquireAsync(_theirs);
        var leaving = _ours.AcquireAsync(_folder, stop.Token);
        var behind = AcquireAsync(_ours);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving.WaitAsync(Patience));
        theirs.Dispose();
        (await behind.WaitAsync(Patience)).Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_wait_is_bounded_in_line_as_for_another_process(bool inLine)
    {
        var hasty = new TurnLock("change", 1);
        var first = await AcquireAsync(inLine ? hasty : _theirs);
        var waiting = new[] { AcquireAsync(hasty), AcquireAsync(hasty) };
        foreach (var task in waiting)
            Assert.Equal("ChangeLockTimeout", (await Assert.ThrowsAsync<FirewallException>(() => task.WaitAsync(Patience))).ErrorId);
        var next = AcquireAsync(hasty);
        first.Dispose();
        (await next.WaitAsync(Patience)).Dispose();
    }

    /// <summary>The turn is handed on within a process in no time, in which another one hardly ever asks for it.</summary>
    [Fact]
    public async Task A_process_of_many_sessions_does_not_keep_another_one_out()
    {
        using var done = new CancellationTokenSource();
        var ourTurns = 0;
        var busy = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                using var turn = await AcquireAsync(_ours);
                ourTurns++;
                await Task.Delay(2);
            }
        })).ToList();
        var passed = new List<int>();
        for (var i = 0; i < 20; i++)
        {
            await Task.Delay(20);
            var before = Volatile.Read(ref ourTurns);
            using (await AcquireAsync(_theirs).WaitAsync(Patience))
                passed.Add(ourTurns - before);
        }
        await done.CancelAsync();
        await Task.WhenAll(busy).WaitAsync(Patience);
        Assert.True(ourTurns > 20, "Nobody was in the way.");
        output.WriteLine($"{ourTurns} turns of the busy process; {string.Join(' ', passed)} while the other one waited");
        Assert.InRange(passed.Max(), 0, 60);
    }

    [Fact]
    public async Task Of_many_sessions_only_one_asks_for_the_file_and_not_all_the_time()
    {
        var refusals = 0;
        void Count(object? sender, FirstChanceExceptionEventArgs raised)
        {
            if (raised.Exception is IOException && raised.Exception.Message.Contains(_folder, StringComparison.Ordinal))
                Interlocked.Increment(ref refusals);
        }
        var theirs = await AcquireAsync(_theirs);
        AppDomain.CurrentDomain.FirstChanceException += Count;
        var waiting = Enumerable.Range(0, 16).Select(_ => AcquireAsync(_ours)).ToList();
        await Task.Delay(500);
        AppDomain.CurrentDomain.FirstChanceException -= Count;
        theirs.Dispose();
        foreach (var turn in waiting)
            (await turn.WaitAsync(Patience)).Dispose();
        // One each 16 ms is 32; an exception that is thrown on by what waits for it counts again.
        Assert.InRange(refusals, 1, 80);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<ChangeTurn> AcquireAsync(TurnLock turns) => turns.AcquireAsync(_folder, CancellationToken.None);
}
