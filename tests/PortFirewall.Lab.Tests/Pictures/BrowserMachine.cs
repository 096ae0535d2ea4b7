namespace PortFirewall;

/// <summary>A machine with a browser, out of its package, and no way to any other.</summary>
public sealed class BrowserMachine : IAsyncLifetime, IDisposable
{
    private TestLab? _lab;
    private PackagedMachine? _machine;

    internal Browser Browser => new(_machine!);

    /// <summary>Makes it, where the package is there.</summary>
    public async Task InitializeAsync()
    {
        if (TestPackages.Browser.WhyNot is not null)
            return;
        _lab = TestLab.Create();
        _machine = await PackagedMachine.StartAsync(TestPackages.Browser, NetworkNamespaces.PathOf(_lab.Server));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _machine?.Dispose();
        _lab?.Dispose();
    }
}
