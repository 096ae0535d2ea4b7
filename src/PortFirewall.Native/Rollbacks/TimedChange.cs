namespace PortFirewall;

/// <summary>A change under a timer that takes it back: the timer runs before the change begins, and goes where the change does not come about.</summary>
internal static class TimedChange
{
    /// <summary>Makes a change.</summary>
    /// <param name="request">What the timer takes back; null for a change that nobody takes back.</param>
    /// <param name="change">Makes it, whole or not at all.</param>
    /// <param name="cancellation">Ends it before it begins.</param>
    /// <exception cref="FirewallException">
    /// <c>RollbackNotArmed</c>: nothing was changed. <c>ChangeRolledBack</c>: it took longer than it had. And what <paramref name="change"/> throws.
    /// </exception>
    public static async Task<(T Result, IptablesRollback? Rollback)> MakeAsync<T>(RollbackRequest? request, Func<CancellationToken, Task<T>> change, CancellationToken cancellation)
    {
        if (request?.RealChanges.Any() != true)
            return (await change(cancellation), null);
        cancellation.ThrowIfCancellationRequested();
        var rollback = await Rollbacks.ArmAsync(request, cancellation);
        T result;
        try
        {
            result = await change(cancellation);
        }
        catch (FirewallException half) when (half.ErrorId == nameof(RulesetErrors.ChangeNotUndone))
        {
            // What is left of it is what the timer is for.
            await Rollbacks.SettleAsync(rollback.Id);
            throw;
        }
        catch
        {
            await Rollbacks.ForgetAsync(rollback.Id);
            throw;
        }
        return await Rollbacks.SettleAsync(rollback.Id) is { } late ? throw RollbackErrors.ChangeRolledBack(late) : (result, rollback);
    }
}
