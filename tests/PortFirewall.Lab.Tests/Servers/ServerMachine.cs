namespace PortFirewall;

/// <summary>A lab on whose server every application is served by Debian's own program for it, and whose firewall lets UDP in.</summary>
public sealed class ServerMachine : IAsyncLifetime, IDisposable
{
    private TestLab? _lab;
    private PackagedMachine? _machine;

    internal TestLab Lab => _lab!;

    /// <summary>Starts the servers, where their packages are there.</summary>
    public async Task InitializeAsync()
    {
        if (TestPackages.Servers.WhyNot is not null)
            return;
        _lab = TestLab.Create().WithEveryIcmpError();
        foreach (var family in Enum.GetValues<AddressFamily>())
            _lab.InServer(_lab.Iptables(family), "-I", "INPUT", "3", "-p", "udp", "-j", "ACCEPT");
        _machine = await PackagedMachine.StartAsync(TestPackages.Servers, NetworkNamespaces.PathOf(_lab.Server));
        await _machine.RunAsync(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Servers", "servers.sh")));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _machine?.Dispose();
        _lab?.Dispose();
    }
}
