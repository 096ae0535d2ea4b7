namespace PortFirewall;

/// <summary>A network namespace with nothing in it but the rules that a test loads, gone when the test is over.</summary>
internal sealed class ScratchNamespace : IAsyncDisposable
{
    private static int _made;

    private ScratchNamespace(string name, AddressFamily family, IptablesBackend backend)
    {
        Name = name;
        Family = family;
        Scope = new FirewallScope(name, backend);
    }

    public string Name { get; }

    public AddressFamily Family { get; }

    public FirewallScope Scope { get; }

    public static async Task<ScratchNamespace> CreateAsync(AddressFamily family, IptablesBackend backend)
    {
        var name = $"pfscratch-{Environment.ProcessId}-{Interlocked.Increment(ref _made)}";
        await NetworkNamespaces.AddAsync(name, CancellationToken.None);
        return new ScratchNamespace(name, family, backend);
    }

    /// <summary>Loads a file of rules; false where iptables does not take it.</summary>
    public async Task<bool> LoadAsync(string file) => (await RunAsync(Tool("-restore"), "--wait", "20", file)).ExitCode == 0;

    /// <summary>What the kernel holds, table by table: without counters, and without what the tool says of itself.</summary>
    public async Task<string> SaveAsync()
    {
        var lines = (await RunAsync(Tool("-save"))).EnsureSuccess().StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line[0] != '#').Select(line => line[0] == ':' ? line[..line.IndexOf(" [", StringComparison.Ordinal)] : line);
        // The legacy tool prints tables in the order in which the kernel came to know them.
        return string.Join('\n', string.Join('\n', lines).Split("COMMIT").Select(table => table.Trim()).Order(StringComparer.Ordinal));
    }

    /// <summary>Runs a command line as a person types it.</summary>
    public Task<NativeResult> TypeAsync(string line) => RunAsync(new NativeTool("sh", "sh"), "-c", line);

    /// <summary>The program for the family and backend.</summary>
    public NativeTool Tool(string suffix = "") => Twin.IptablesTool(Family, Scope.Backend!.Value, suffix);

    public async ValueTask DisposeAsync() => await NetworkNamespaces.DeleteAsync(Name, CancellationToken.None);

    private Task<NativeResult> RunAsync(NativeTool tool, params string[] arguments)
        => NativeRunner.RunAsync(new NativeCommand(tool, arguments) { NetworkNamespace = Name }, CancellationToken.None);
}
