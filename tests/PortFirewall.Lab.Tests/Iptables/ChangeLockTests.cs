namespace PortFirewall;

public sealed class ChangeLockTests
{
    [Fact]
    public async Task Whoever_comes_while_another_has_the_turn_waits_for_it()
    {
        var first = await ChangeLock.AcquireOpeningAsync(CancellationToken.None);
        var second = ChangeLock.AcquireOpeningAsync(CancellationToken.None);
        await Task.Delay(200);
        Assert.False(second.IsCompleted);
        first.Dispose();
        (await second.WaitAsync(TimeSpan.FromSeconds(20))).Dispose();
    }
}
