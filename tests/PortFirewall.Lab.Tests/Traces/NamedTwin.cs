namespace PortFirewall;

/// <summary>A twin whose network namespace has a name for as long as the test needs it, as commands know namespaces by their names.</summary>
internal sealed class NamedTwin : IDisposable
{
    private static int _latest;

    private NamedTwin(Twin twin, string name)
    {
        Twin = twin;
        Name = name;
    }

    public Twin Twin { get; }

    public string Name { get; }

    public static async Task<NamedTwin> CreateAsync()
    {
        var twin = await Twin.CreateAsync(KernelWorld.Plan, CancellationToken.None);
        var name = $"pftrace-{Environment.ProcessId}-{Interlocked.Increment(ref _latest)}";
        // As "ip netns add" does it, for a namespace that is there already.
        Directory.CreateDirectory("/run/netns");
        await File.WriteAllTextAsync("/run/netns/" + name, "");
        TestLab.Run(null, "mount", "--bind", twin.NamespacePath, "/run/netns/" + name).EnsureSuccess();
        return new NamedTwin(twin, name);
    }

    public void Dispose()
    {
        TestLab.Run(null, "ip", "netns", "delete", Name);
        Twin.Dispose();
    }
}
