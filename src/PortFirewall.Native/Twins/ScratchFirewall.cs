namespace PortFirewall;

/// <summary>
/// A network namespace that ends with this object, to load rules into: <c>iptables-restore --test</c> does not ask the kernel, and how the kernel and
/// iptables print a rule can't be known but by asking them.
/// </summary>
internal sealed class ScratchFirewall : IDisposable
{
    private readonly TwinThread _thread;

    private ScratchFirewall(TwinThread thread) => _thread = thread;

    /// <summary>Whether this process may make one.</summary>
    public static async Task<bool> IsPossibleAsync(CancellationToken cancellation)
        => NativeTool.Nsenter.FindPath() is not null && await Elevation.DetectAsync(NativeTool.Ip, cancellation) == FirewallElevation.Root;

    /// <exception cref="FirewallException"><c>TwinNotMade</c>: no namespace can be made here.</exception>
    public static async Task<ScratchFirewall> MakeAsync() => new(await TwinThread.StartAsync());

    /// <summary>Runs a tool in it.</summary>
    public Task<NativeResult> RunAsync(NativeTool tool, IReadOnlyList<string> arguments, string input, CancellationToken cancellation)
        => NativeRunner.RunAsync(
            new NativeCommand(NativeTool.Nsenter, [$"--net={_thread.NamespacePath}", "--", tool.RequirePath(), .. arguments])
            {
                StandardInput = input,
                Purpose = "load rules into a scratch namespace",
            },
            cancellation);

    /// <summary>Makes the sets, empty, that rules refer to. What refuses them; null where they are there, or where they can't be read.</summary>
    /// <param name="scope">The firewall that has them.</param>
    /// <param name="ruleset">The rules.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<NativeResult?> MakeSetsAsync(FirewallScope scope, IptablesRuleset ruleset, CancellationToken cancellation)
    {
        if (SetReference.Of(ruleset).Count == 0 || await IpsetSource.ReadHeadersAsync(scope.NetworkNamespace, cancellation) is not { } sets)
            return null;
        return await RunAsync(NativeTool.Ipset, ["restore", "-exist"], IpsetRestoreText.Of(sets.Values), cancellation) is { ExitCode: not 0 } refused ? refused : null;
    }

    public void Dispose() => _thread.Dispose();
}
