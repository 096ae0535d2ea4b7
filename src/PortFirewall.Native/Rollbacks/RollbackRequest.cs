namespace PortFirewall;

/// <summary>A change that is to be taken back by a timer.</summary>
/// <param name="Scope">The firewall.</param>
/// <param name="Changes">What is changed, in each family.</param>
/// <param name="Seconds">When it is taken back, in seconds from now.</param>
/// <param name="Command">The cmdlet that changes it.</param>
internal sealed record RollbackRequest(FirewallScope Scope, IReadOnlyList<RulesetChange> Changes, int Seconds, string Command)
{
    /// <summary>The changes that change something.</summary>
    public IEnumerable<RulesetChange> RealChanges => Changes.Where(c => !c.IsEmpty);

    /// <summary>A day: whoever wants a change to go after that has other means.</summary>
    public const int LongestSeconds = 24 * 60 * 60;

    /// <exception cref="FirewallException"><c>InvalidRollbackTime</c>.</exception>
    public static int Check(int seconds) => seconds is >= 0 and <= LongestSeconds ? seconds : throw RollbackErrors.InvalidRollbackTime(seconds, LongestSeconds);
}
