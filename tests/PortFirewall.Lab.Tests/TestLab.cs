namespace PortFirewall;

/// <summary>A lab of a test's own, gone when the test is over.</summary>
internal sealed class TestLab : IDisposable
{
    private TestLab(FirewallLab lab) => Lab = lab;

    public FirewallLab Lab { get; }

    public string Server => Lab.Server;

    public string Client => Lab.Client;

    public int Port => Lab.Port;

    public static TestLab Create(IptablesBackend backend = IptablesBackend.Nft, int port = FirewallLabs.DefaultPort)
        => new(FirewallLabs.CreateAsync(FirewallLabs.NextName(), port, backend, CancellationToken.None).GetAwaiter().GetResult());

    /// <summary>The server sends every ICMP error that it owes, where a kernel usually limits how many an address gets (<c>icmp_ratelimit</c>).</summary>
    public TestLab WithEveryIcmpError()
    {
        InServer("sysctl", "-q", "-w", "net.ipv4.icmp_ratelimit=0", "net.ipv6.icmp.ratelimit=0");
        return this;
    }

    /// <summary>Runs a command in the server's namespace, and returns what it printed.</summary>
    public string InServer(params string[] words) => Run(Server, words).EnsureSuccess().StandardOutput;

    /// <summary>Runs a command in the client's namespace, and returns what it printed.</summary>
    public string InClient(params string[] words) => Run(Client, words).EnsureSuccess().StandardOutput;

    /// <summary>Runs a command in a namespace, whatever its exit status.</summary>
    public static NativeResult Run(string? networkNamespace, params string[] words)
        => NativeRunner.RunAsync(
            new NativeCommand(new NativeTool(words[0], words[0]), words[1..]) { NetworkNamespace = networkNamespace }, CancellationToken.None)
            .GetAwaiter().GetResult();

    /// <summary>The name of the tool for the lab's backend and the family.</summary>
    public string Iptables(AddressFamily family)
        => (family == AddressFamily.IPv4 ? "iptables-" : "ip6tables-") + (Lab.Backend == IptablesBackend.Nft ? "nft" : "legacy");

    public System.Net.IPAddress ServerAddress(AddressFamily family)
        => family == AddressFamily.IPv4 ? Lab.ServerAddress : Lab.ServerAddressIPv6;

    public void Dispose() => FirewallLabs.RemoveAsync(Lab.Name, CancellationToken.None).GetAwaiter().GetResult();
}
