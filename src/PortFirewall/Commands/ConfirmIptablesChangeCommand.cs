using System.Management.Automation;

namespace PortFirewall;

/// <summary>Keeps changes that a timer would take back.</summary>
[Cmdlet(VerbsLifecycle.Confirm, "IptablesChange", SupportsShouldProcess = true)]
[OutputType(typeof(IptablesRollback))]
public sealed class ConfirmIptablesChangeCommand : RollbackCommand
{
    private protected override void Process() => ForEachToDecide("confirmed", rollback =>
    {
        if (ShouldProcess(Describe(rollback), "Keep the change"))
            WriteObject(Await(_ => Rollbacks.ConfirmAsync(rollback.Id)));
    });
}
