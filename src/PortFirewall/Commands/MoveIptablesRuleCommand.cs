using System.Management.Automation;

namespace PortFirewall;

/// <summary>Moves a rule to where it takes effect, or to a given position, without a moment in which it is not there.</summary>
[Cmdlet(VerbsCommon.Move, "IptablesRule", SupportsShouldProcess = true)]
[OutputType(typeof(IptablesRule))]
public sealed class MoveIptablesRuleCommand : FirewallCommand
{
    /// <summary>The rule, as Get-IptablesRule or Add-IptablesPortRule emits it.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public PSObject? Rule { get; set; }

    /// <summary>The number that the rule shall have; worked out where it is not given.</summary>
    [Parameter]
    public int? Position { get; set; }

    /// <summary>Move the rule even to where it has no effect.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Take the change back after so many seconds, 1 to 86400, unless it is confirmed before; 0 for never.</summary>
    [Parameter]
    public int? RollbackAfter { get; set; }

    private protected override void Process()
    {
        var rule = Deserialized.Rule(Rule!);
        var scope = new FirewallScope(rule.NetworkNamespace, rule.Backend);
        using var turn = Await(ChangeLock.AcquireAsync);
        var move = Await(stop => RuleMove.PrepareAsync(scope, rule, Position, Force, stop));
        foreach (var told in new[] { move.Problem, move.Warning }.OfType<string>())
            WriteWarning(told);
        var timer = new RollbackTimer(this, RollbackAfter);
        var rollback = timer.Plan(scope, move.Changes);
        WarnOfManagers(scope, [move.Rule]);
        if (move.CommandLine is null)
            WriteObject(move.Rule);
        else if (ShouldProcess($"{rule.AddressFamily} {move.Rule.Place} to {move.Rule.Chain}:{move.Number}", move.CommandLine + RollbackTimer.Describe(rollback)))
            WriteObject(timer.Make(rollback, move.ApplyAsync));
    }
}
