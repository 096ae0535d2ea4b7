using System.Management.Automation;

namespace PortFirewall;

/// <summary>Moves rules to where they take effect, or to a given position, without a moment in which one is not there.</summary>
[Cmdlet(VerbsCommon.Move, "IptablesRule", SupportsShouldProcess = true)]
[OutputType(typeof(IptablesRule))]
public sealed class MoveIptablesRuleCommand : FirewallCommand
{
    // What comes down one pipeline for one firewall is one change, of both families or of none, under one timer.
    private readonly List<IptablesRule> _wanted = [];

    /// <summary>The rule, as Get-IptablesRule or Add-IptablesPortRule emits it, or what tells of one, such as an issue or a proof.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public PSObject? Rule { get; set; }

    /// <summary>The number that the rule shall have; worked out where it is not given.</summary>
    [Parameter]
    public int? Position { get; set; }

    /// <summary>Move the rule even to where it has no effect.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Take the change back after so many seconds, 1 to 86400, or a time span, unless it is confirmed before; 0 for never.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RollbackAfterCompleter))]
    [RollbackTime]
    public int? RollbackAfter { get; set; }

    private protected override void Process() => _wanted.Add(Deserialized.RuleOf(Rule!));

    private protected override void End()
    {
        if (_wanted.Count == 0)
            return;
        using var turn = Await(ChangeLock.AcquireAsync);
        foreach (var firewall in _wanted.GroupBy(rule => new FirewallScope(rule.NetworkNamespace, rule.Backend)))
            Guard(() => Move(firewall.Key, [.. firewall]));
    }

    private void Move(FirewallScope scope, IReadOnlyList<IptablesRule> rules)
    {
        var move = Await(stop => RuleMove.PrepareAsync(scope, rules, Position, Force, stop));
        foreach (var error in move.Errors)
            WriteError(error);
        var told = move.Errors.Count;
        foreach (var warning in move.Plans.Select(p => p.Warning).Prepend(move.Problem).OfType<string>())
            WriteWarning(warning);
        var timer = new RollbackTimer(this, RollbackAfter);
        var rollback = timer.Plan(scope, () => move.Changes);
        WarnOfManagers(scope, [.. move.Plans.Select(p => p.Rule)]);
        if (move.CommandLines.Count == 0)
            WriteObject(move.Plans.Select(p => p.Rule), enumerateCollection: true);
        else if (ShouldProcess(Describe(move), string.Join(" && ", move.CommandLines) + RollbackTimer.Describe(rollback)))
        {
            var moved = timer.Make(rollback, move.ApplyAsync);
            foreach (var error in move.Errors.Skip(told))
                WriteError(error);
            WriteObject(moved, enumerateCollection: true);
        }
    }

    private static string Describe(RuleMove move)
        => string.Join(", ", move.Plans.Where(p => p.Rule.Number != p.Number).Select(p => $"{p.Rule.AddressFamily} {p.Rule.Place} to {p.Rule.Chain}:{p.Number}"));
}
