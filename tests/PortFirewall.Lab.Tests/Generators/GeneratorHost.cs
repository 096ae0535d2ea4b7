using System.Net;

namespace PortFirewall;

/// <summary>
/// A host on which firewall generators run for themselves: a twin's network namespace, under a name, and in it processes with a view
/// of files and of processes of their own. All of it is gone when this is disposed, or when the process ends.
/// </summary>
internal sealed class GeneratorHost : IDisposable
{
    public const int Port = 2222;

    private static readonly TwinPlan Plan = new(
    [
        new TwinInterface("eth0", [(IPAddress.Parse("198.51.100.1"), 24), (IPAddress.Parse("2001:db8::1"), 64)]),
        new TwinInterface("eth1", [(IPAddress.Parse("10.0.0.1"), 24), (IPAddress.Parse("fd00::1"), 64)]),
    ]);

    private static int _made;

    private readonly PackagedMachine _machine;
    private LabListener? _listener;

    private GeneratorHost(Twin twin, PackagedMachine machine, IptablesBackend backend)
    {
        Twin = twin;
        _machine = machine;
        Scope = new FirewallScope($"pfgen-{Environment.ProcessId}-{Interlocked.Increment(ref _made)}", backend);
    }

    /// <summary>The namespace, to send packets into.</summary>
    public Twin Twin { get; }

    /// <summary>The same, by its name.</summary>
    public FirewallScope Scope { get; }

    /// <summary>Another host, with a cable to this one.</summary>
    public string Client => Scope.NetworkNamespace + "-c";

    public static async Task<GeneratorHost> CreateAsync(IptablesBackend backend = IptablesBackend.Nft)
    {
        var twin = await Twin.CreateAsync(Plan, CancellationToken.None);
        GeneratorHost? host = null;
        try
        {
            host = new GeneratorHost(twin, await PackagedMachine.StartAsync(TestPackages.Generators, twin.NamespacePath, backend), backend);
            await host.BeginAsync();
            return host;
        }
        catch
        {
            (host as IDisposable ?? twin).Dispose();
            throw;
        }
    }

    /// <inheritdoc cref="PackagedMachine.RunAsync"/>
    public Task<string> RunAsync(string script) => _machine.RunAsync(script);

    public void Dispose()
    {
        _listener?.Dispose();
        foreach (var name in new[] { Client, Scope.NetworkNamespace! }.Where(NetworkNamespaces.Exists))
            NetworkNamespaces.DeleteAsync(name, CancellationToken.None).GetAwaiter().GetResult();
        _machine.Dispose();
        Twin.Dispose();
    }

    private async Task BeginAsync()
    {
        var name = Scope.NetworkNamespace!;
        TestLab.Run(null, "ip", "netns", "attach", name, $"{_machine.HolderId}").EnsureSuccess();
        await NetworkNamespaces.AddAsync(Client, CancellationToken.None);
        TestLab.Run(null, "ip", "-netns", name, "link", "add", "lan0", "type", "veth", "peer", "name", "lan0", "netns", Client).EnsureSuccess();
        foreach (var (place, number) in new[] { (name, 1), (Client, 2) })
        {
            foreach (var address in new[] { $"192.0.2.{number}/24", $"2001:db8:c::{number}/64" })
                TestLab.Run(null, "ip", "-netns", place, "address", "add", address, "dev", "lan0", "nodad").EnsureSuccess();
            TestLab.Run(null, "ip", "-netns", place, "link", "set", "lan0", "up").EnsureSuccess();
        }
        _listener = await LabListener.StartAsync(name, Port, "listen", CancellationToken.None);
    }
}
