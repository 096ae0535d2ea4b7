using System.Globalization;

namespace PortFirewall;

/// <summary>What <c>-RollbackAfter</c> means for a cmdlet that changes rules.</summary>
/// <param name="command">The cmdlet.</param>
/// <param name="given">The seconds that somebody gave; null where nobody said anything.</param>
internal sealed class RollbackTimer(FirewallCommand command, int? given)
{
    /// <summary>How long somebody has who may have cut off himself and said nothing about it.</summary>
    private const int SecondsOverSsh = 60;

    /// <summary>The timer for a change; null where nobody wants one.</summary>
    /// <param name="scope">The firewall.</param>
    /// <param name="changes">What is changed, in each family; asked for where it makes a difference, as there may be thousands of rules.</param>
    /// <exception cref="FirewallException"><c>InvalidRollbackTime</c>.</exception>
    public RollbackRequest? Plan(FirewallScope scope, Func<IReadOnlyList<RulesetChange>> changes)
    {
        var seconds = RollbackRequest.Check(given ?? 0);
        var session = SshSessions.Find();
        return seconds == 0 && session is null ? null : Plan(scope, changes(), seconds, session);
    }

    private RollbackRequest? Plan(FirewallScope scope, IReadOnlyList<RulesetChange> changes, int seconds, SshSession? session)
    {
        if (changes.All(c => c.IsEmpty))
            return null;
        if (session is not null && command.Await(stop => SshSessions.FindDangerAsync(session, scope, changes, stop)) is { } danger)
        {
            command.WriteWarning($"This change may cut off the ssh session {session}. {danger}{(given is null ? $" It is made under a timer of {SecondsOverSsh} s therefore; -RollbackAfter 0 switches that off." : "")}");
            seconds = given ?? SecondsOverSsh;
        }
        return seconds == 0 ? null : new RollbackRequest(scope, changes, seconds, command.MyInvocation.MyCommand.Name);
    }

    /// <summary>What to add to the description of a change.</summary>
    public static string Describe(RollbackRequest? request)
        => request is null ? "" : string.Create(CultureInfo.InvariantCulture, $", and take it back after {request.Seconds} s unless Confirm-IptablesChange says otherwise");

    /// <summary>Makes the change under its timer, and tells how to keep it.</summary>
    public T Make<T>(RollbackRequest? request, Func<CancellationToken, Task<T>> change)
    {
        var (result, rollback) = command.Await(stop => TimedChange.MakeAsync(request, change, stop));
        if (rollback is not null)
            Tell(rollback);
        return result;
    }

    /// <summary>Tells how to keep a change.</summary>
    public void Tell(IptablesRollback rollback)
        => command.WriteWarning(string.Create(CultureInfo.InvariantCulture, $"This change is taken back in {(rollback.Deadline - rollback.Armed).TotalSeconds:0} s (at {ClockText.Of(rollback.Deadline)}) unless it is confirmed: Confirm-IptablesChange {rollback.Id}"));
}
