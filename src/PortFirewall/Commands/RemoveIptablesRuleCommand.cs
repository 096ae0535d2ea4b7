using System.Management.Automation;

namespace PortFirewall;

/// <summary>Removes rules by their text: those from the pipeline, or the one that the parameters describe.</summary>
[Cmdlet(VerbsCommon.Remove, "IptablesRule", SupportsShouldProcess = true, DefaultParameterSetName = RuleSet)]
[OutputType(typeof(IptablesRule))]
public sealed class RemoveIptablesRuleCommand : ExactRuleCommand
{
    private readonly List<(FirewallScope Scope, IReadOnlyList<IptablesRule> Rules)> _wanted = [];

    /// <summary>Emit the rules that were removed.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Take the change back after so many seconds, 1 to 86400, or a time span, unless it is confirmed before; 0 for never.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RollbackAfterCompleter))]
    [RollbackTime]
    public int? RollbackAfter { get; set; }

    private protected override void Process() => ForEachRule(FamiliesToChange, rules => _wanted.Add((Firewall, rules)));

    private protected override void End()
    {
        using var turn = Await(ChangeLock.AcquireAsync);
        foreach (var firewall in _wanted.GroupBy(w => w.Scope))
            Guard(() => Remove(firewall.Key, [.. firewall.Select(w => w.Rules)]));
    }

    private void Remove(FirewallScope scope, IReadOnlyList<IReadOnlyList<IptablesRule>> rules)
    {
        var removal = Await(stop => RuleRemoval.PrepareAsync(scope, rules, stop));
        foreach (var error in removal.Errors)
            WriteError(error);
        var told = removal.Errors.Count;
        var timer = new RollbackTimer(this, RollbackAfter);
        var rollback = timer.Plan(scope, () => removal.Changes);
        WarnOfManagers(scope, removal.Rules);
        if (removal.Rules.Count == 0 || !ShouldProcess(
            string.Join(", ", removal.Rules.Select(r => $"{r.AddressFamily} {r.Place}")), string.Join(" && ", removal.CommandLines) + RollbackTimer.Describe(rollback)))
            return;
        var removed = timer.Make(rollback, removal.ApplyAsync);
        foreach (var error in removal.Errors.Skip(told))
            WriteError(error);
        foreach (var copy in removal.Copies)
            WriteWarning($"{copy.Place} ({copy.AddressFamily}) says the same and is still there; remove it as well if the port is to be closed.");
        if (PassThru)
            WriteObject(removed, enumerateCollection: true);
    }
}
