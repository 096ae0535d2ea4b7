using System.Collections.Concurrent;

namespace PortFirewall;

/// <summary>Makes and removes labs. A lab lives as long as the process that made it.</summary>
internal static class FirewallLabs
{
    public const int DefaultPort = 2222;

    private static readonly ConcurrentDictionary<string, LabListener> Living = new(StringComparer.Ordinal);
    private static int _made;

    /// <summary>A name that no other lab of any process has.</summary>
    public static string NextName() => $"pflab-{Environment.ProcessId}-{Interlocked.Increment(ref _made)}";

    /// <summary>Makes a lab, whole or not at all.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="port">The port that its server listens on.</param>
    /// <param name="backend">The backend to load the server's rules with; null for the host's own.</param>
    /// <param name="cancellation">Ends the making, and leaves nothing behind.</param>
    /// <exception cref="FirewallException">
    /// <c>InvalidLabName</c>, <c>PrivilegeRequired</c>, <c>ToolNotFound</c>, <c>LabExists</c>: before anything is made; <c>NativeCommandFailed</c>.
    /// </exception>
    public static async Task<FirewallLab> CreateAsync(string name, int port, IptablesBackend? backend, CancellationToken cancellation)
    {
        var plan = LabPlan.For(name);
        await RequireRootAsync(plan, cancellation);
        var tools = await LabTools.FindAsync(backend, cancellation);
        if (NetworkNamespaces.Exists(plan.Server) || NetworkNamespaces.Exists(plan.Client))
            throw LabErrors.LabExists(plan.Name);
        LabRecord.Claim(plan);
        ProcessEnd.Watch(RemoveAll);
        try
        {
            Living[plan.Name] = await LabBuilder.BuildAsync(plan, tools, port, cancellation);
        }
        catch
        {
            await DestroyAsync(plan);
            throw;
        }
        return new FirewallLab
        {
            Name = plan.Name,
            Server = plan.Server,
            Client = plan.Client,
            ServerAddress = LabPlan.ServerAddress,
            ServerAddressIPv6 = LabPlan.ServerAddressIPv6,
            ClientAddress = LabPlan.ClientAddress,
            ClientAddressIPv6 = LabPlan.ClientAddressIPv6,
            Interface = LabPlan.Interface,
            Port = port,
            Backend = tools.Backend,
        };
    }

    /// <summary>Removes a lab, also one that a killed process left behind.</summary>
    /// <exception cref="FirewallException"><c>InvalidLabName</c>, <c>PrivilegeRequired</c>, <c>LabNotFound</c>.</exception>
    public static async Task RemoveAsync(string name, CancellationToken cancellation)
    {
        var plan = LabPlan.For(name);
        await RequireRootAsync(plan, cancellation);
        // A script that is being ended may still want to clean up after itself, and find that done.
        if (ProcessEnd.HasBegun && !LabRecord.Exists(plan))
            return;
        LabRecord.Require(plan);
        await DestroyAsync(plan);
    }

    private static async Task RequireRootAsync(LabPlan plan, CancellationToken cancellation)
    {
        if (await Elevation.DetectAsync(NativeTool.Ip, cancellation) != FirewallElevation.Root)
            throw LabErrors.PrivilegeRequired(plan.Name);
    }

    /// <summary>Not to be cancelled: half a lab helps nobody.</summary>
    private static async Task DestroyAsync(LabPlan plan)
    {
        if (Living.TryRemove(plan.Name, out var listener))
            listener.Dispose();
        await LabBuilder.DestroyAsync(plan, CancellationToken.None);
        LabRecord.Release(plan);
    }

    // What can't be removed keeps its record, and Remove-FirewallLab takes it.
    private static Task RemoveAll() => Task.WhenAll(Living.Keys.Select(name => DestroyAsync(LabPlan.For(name))));
}
