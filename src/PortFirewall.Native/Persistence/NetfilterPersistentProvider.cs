namespace PortFirewall;

/// <summary>Debian's and Ubuntu's <c>netfilter-persistent</c> with the plugins of <c>iptables-persistent</c>: <c>/etc/iptables/rules.v4</c> and <c>rules.v6</c>.</summary>
internal sealed class NetfilterPersistentProvider : IPersistenceProvider
{
    private const string Folder = "/etc/iptables";

    public string Name => NativeTool.NetfilterPersistent.Name;

    public Task<string> DescribeSaveAsync(SaveRequest request, CancellationToken cancellation) => Task.FromResult(Command(request).CommandLine);

    /// <summary>The tool always writes both.</summary>
    public IReadOnlyList<AddressFamily> FamiliesWritten(SaveRequest request)
        => IPv6Support.IsPresent ? [AddressFamily.IPv4, AddressFamily.IPv6] : [AddressFamily.IPv4];

    public string FileFor(SaveRequest request, AddressFamily family)
        => Path.Combine(FolderFor(request.Scope), family == AddressFamily.IPv4 ? "rules.v4" : "rules.v6");

    public async Task CheckAsync(SaveRequest request, CancellationToken cancellation)
    {
        _ = NativeTool.NetfilterPersistent.RequirePath();
        if (request.Scope.NetworkNamespace is { } name && !Directory.Exists(FolderFor(request.Scope)))
            throw ProofErrors.NamespaceWithoutFiles(name, FolderFor(request.Scope));
        if (request.Scope.Backend is { } backend && await IptablesTools.DefaultBackendAsync(AddressFamily.IPv4, cancellation) != backend)
            throw ProofErrors.BackendNotSaved(backend, Name);
    }

    public async Task SaveAsync(SaveRequest request, CancellationToken cancellation)
        => (await NativeRunner.RunAsync(Command(request), cancellation)).EnsureSuccess();

    /// <summary><c>ip netns exec NAME</c> lays <c>/etc/netns/NAME/</c> over <c>/etc</c>, so there the files of a namespace are its own (<c>ip-netns(8)</c>).</summary>
    private static string FolderFor(FirewallScope scope)
        => scope.NetworkNamespace is null ? Folder : $"/etc/netns/{scope.NetworkNamespace}/iptables";

    private static NativeCommand Command(SaveRequest request) => new(NativeTool.NetfilterPersistent, ["save"])
    {
        NetworkNamespace = request.Scope.NetworkNamespace,
        Purpose = "save firewall rules",
    };
}
