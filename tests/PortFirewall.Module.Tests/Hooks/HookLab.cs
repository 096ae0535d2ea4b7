namespace PortFirewall;

/// <summary>A lab, and what a person does in it with nft and as a client.</summary>
internal sealed class HookLab(string backend) : IDisposable
{
    private readonly TestLab _lab = new(new Engine(), backend);

    public string In => _lab.In;

    public string Server => _lab.Server;

    public string Everything => _lab.Everything;

    public HookLab By(string arguments)
    {
        _lab.By(arguments);
        return this;
    }

    public EngineResult Run(string script) => _lab.Run(script);

    /// <summary>Loads rules of nft beside what is there.</summary>
    public HookLab Load(string rules)
    {
        Shell.Run($"{In} nft -f - <<'EOF'\n{rules}\nEOF\n");
        return this;
    }

    /// <summary>Verdict and decider of Test-PortPath for a port of tcp.</summary>
    public string Verdict(string family, string more = "", int port = 2222)
        => Run($"Test-PortPath {port} -AddressFamily {family} {more} @on | ForEach-Object {{ \"$($_.Verdict) $($_.DecidedBy)\" }}").Quietly().Text;

    /// <summary>Whether a client's connection to port 2222 is made.</summary>
    public bool ClientGetsThrough(string address, int port = 2222)
        => Shell.Try($"ip netns exec {_lab.Client} nc.openbsd -z -n -w 1 {address} {port}").ExitCode == 0;

    /// <summary>What a client sees whose connection to port 2222 is not made.</summary>
    public string HowClientFails(string address)
        => Shell.Try($"ip netns exec {_lab.Client} nc.openbsd -v -z -n -w 1 {address} 2222 2>&1").Output is var said && said.Contains("refused", StringComparison.Ordinal) ? "refused"
            : said.Contains("timed out", StringComparison.Ordinal) ? "timed out" : said;

    /// <summary>Takes everything away that was loaded beside the lab's own rules.</summary>
    public void Empty()
    {
        Shell.Run($"{In} nft flush ruleset");
        foreach (var tool in new[] { "iptables-legacy", "ip6tables-legacy" })
        {
            // Nothing is asked of a backend that is not there, as asking would load it.
            Shell.Run($"test -z \"$({In} cat /proc/net/{(tool.StartsWith("ip6", StringComparison.Ordinal) ? "ip6" : "ip")}_tables_names 2>/dev/null)\" || {In} {tool} -w 20 -F");
        }
        _lab.Reset();
    }

    public void Dispose()
    {
        _lab.Dispose();
        _lab.Engine.Dispose();
    }
}
