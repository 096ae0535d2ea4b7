using System.Management.Automation;

namespace PortFirewall;

/// <summary>Takes changes back now that a timer would take back later.</summary>
[Cmdlet(VerbsCommon.Undo, "IptablesChange", SupportsShouldProcess = true)]
[OutputType(typeof(IptablesRollback))]
public sealed class UndoIptablesChangeCommand : RollbackCommand
{
    private protected override void Process() => ForEachToDecide("taken back", rollback =>
    {
        if (ShouldProcess(Describe(rollback), "Take the change back" + (IsActionShown ? TellWhatGoesWith(rollback) : "")))
            WriteObject(Await(_ => Rollbacks.UndoAsync(rollback.Id)));
    });

    private string TellWhatGoesWith(IptablesRollback rollback)
    {
        var others = Await(stop => Rollbacks.GoingWithAsync(rollback.Id, stop));
        return others.Count == 0 ? "" : $", and with it what came later and touched the same: {string.Join("; ", others.Select(Describe))}";
    }
}
