using System.Management.Automation;

namespace PortFirewall;

/// <summary>Removes a lab, also one that a killed session left behind.</summary>
[Cmdlet(VerbsCommon.Remove, "FirewallLab", SupportsShouldProcess = true)]
public sealed class RemoveFirewallLabCommand : FirewallCommand
{
    /// <summary>The names of the labs, or labs from the pipeline.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LabCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    private protected override void Process()
    {
        foreach (var name in Name)
            Guard(() => Remove(LabPlan.For(name)));
    }

    private void Remove(LabPlan plan)
    {
        if (!ShouldProcess(plan.Name, $"Delete the network namespaces '{plan.Server}' and '{plan.Client}'"))
            return;
        Await(async stop =>
        {
            await FirewallLabs.RemoveAsync(plan.Name, stop);
            return plan;
        });
    }
}
