namespace PortFirewall;

/// <summary>Makes the parts of a lab, and takes them away.</summary>
internal static class LabBuilder
{
    private const string Purpose = "make a firewall lab";

    /// <summary>How long loading rules waits for the lock of the legacy backend, which all namespaces share; in seconds.</summary>
    private const string LockWait = "20";

    /// <summary>Makes everything; whoever calls takes away what was made where this fails.</summary>
    public static async Task<LabListener> BuildAsync(LabPlan plan, LabTools tools, int port, CancellationToken cancellation)
    {
        // Ahead of the namespaces: a process killed in between leaves a record, and so a lab that can be removed.
        LabFiles.Create(plan);
        await Task.WhenAll(NetworkNamespaces.AddAsync(plan.Server, cancellation), NetworkNamespaces.AddAsync(plan.Client, cancellation));
        await IpAsync([], plan.Cable, cancellation);
        await Task.WhenAll(
            IpAsync(["-netns", plan.Server], LabPlan.ServerLinks, cancellation),
            IpAsync(["-netns", plan.Client], LabPlan.ClientLinks, cancellation),
            LoadAsync(plan, tools, cancellation));
        return await LabListener.StartAsync(plan.Server, port, Purpose, cancellation);
    }

    /// <summary>Takes away what is there.</summary>
    public static async Task DestroyAsync(LabPlan plan, CancellationToken cancellation)
    {
        await Task.WhenAll(new[] { plan.Server, plan.Client }
            .Where(NetworkNamespaces.Exists)
            .Select(name => NetworkNamespaces.DeleteAsync(name, cancellation)));
        LabFiles.Delete(plan);
    }

    private static async Task LoadAsync(LabPlan plan, LabTools tools, CancellationToken cancellation)
    {
        await RestoreAsync(plan, tools.Restore, LabPlan.RulesIPv4, cancellation);
        await RestoreAsync(plan, tools.RestoreIPv6, LabPlan.RulesIPv6, cancellation);
    }

    private static async Task RestoreAsync(LabPlan plan, NativeTool tool, string rules, CancellationToken cancellation)
    {
        var command = new NativeCommand(tool, ["-w", LockWait]) { NetworkNamespace = plan.Server, StandardInput = rules, Purpose = Purpose };
        (await NativeRunner.RunAsync(command, cancellation)).EnsureSuccess();
    }

    private static async Task IpAsync(IReadOnlyList<string> options, string lines, CancellationToken cancellation)
    {
        var command = new NativeCommand(NativeTool.Ip, [.. options, "-batch", "-"]) { StandardInput = lines, Purpose = Purpose };
        (await NativeRunner.RunAsync(command, cancellation)).EnsureSuccess();
    }
}
