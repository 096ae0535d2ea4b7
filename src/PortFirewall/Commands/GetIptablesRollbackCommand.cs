using System.Management.Automation;

namespace PortFirewall;

/// <summary>Shows changes that a timer takes back, and what has become of earlier ones.</summary>
[Cmdlet(VerbsCommon.Get, "IptablesRollback")]
[OutputType(typeof(IptablesRollback))]
public sealed class GetIptablesRollbackCommand : RollbackCommand
{
    /// <summary>Only those that have come so far.</summary>
    [Parameter]
    [ValidateNotNull]
    public IptablesRollbackState[] State { get; set; } = [];

    private protected override void Process()
    {
        if (IsNamed)
            ForEachNamed(Write);
        else
            Array.ForEach([.. Await(stop => Rollbacks.ListAsync(id: null, stop)).Where(Rollbacks.IsInSight)], Write);
    }

    private void Write(IptablesRollback rollback)
    {
        if ((State.Length == 0 || State.Contains(rollback.State)) && (Namespace is null || rollback.IsIn(Namespace)))
            WriteObject(rollback);
    }
}
