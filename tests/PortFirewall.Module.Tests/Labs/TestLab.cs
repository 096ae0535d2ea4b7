namespace PortFirewall;

/// <summary>
/// A lab made by the module itself, with an engine in which <c>$lab</c> is that lab and <c>@on</c> stands for the parameters
/// that lead to its server.
/// </summary>
internal sealed class TestLab : IDisposable
{
    private static int _made;

    private readonly string[] _beginning;

    public TestLab(Engine engine, string backend)
    {
        Engine = engine;
        Backend = backend;
        var name = $"pfmod-{Environment.ProcessId}-{Interlocked.Increment(ref _made)}";
        engine.Run($"$lab = New-FirewallLab {name} -Backend {backend}").Quietly();
        Name = name;
        _beginning = [.. Families.Select(f => Shell.Run($"{In} {Tool(f)}-save"))];
        Reset();
    }

    public static IReadOnlyList<string> Families { get; } = ["IPv4", "IPv6"];

    public Engine Engine { get; }

    public string Backend { get; }

    public string Name { get; }

    public string Server => Name + "-server";

    public string Client => Name + "-client";

    /// <summary>What a person types ahead of a command for the server.</summary>
    public string In => "ip netns exec " + Server;

    /// <summary>The rules of both families with their counters, as text.</summary>
    public string Everything => string.Concat(Families.Select(f => Saved(f)));

    /// <summary>The explicit name of iptables for the lab's backend.</summary>
    public string Tool(string family) => (family == "IPv4" ? "iptables-" : "ip6tables-") + (Backend == "Nft" ? "nft" : "legacy");

    /// <summary>
    /// The rules of a family with their counters, without the comments that hold a time, and without counts of what the lab's
    /// kernels send by themselves: what leaves the server, and the ICMPv6 by which neighbours look for each other.
    /// </summary>
    public string Saved(string family)
        => string.Concat(Shell.Run($"{In} {Tool(family)}-save -c").Split('\n').Where(l => l.Length > 0 && l[0] != '#')
            .Select(l => (l.StartsWith(":OUTPUT ", StringComparison.Ordinal) ? l.Split('[')[0] : l.Contains(" -p ipv6-icmp ", StringComparison.Ordinal) ? l[(l.IndexOf(']', StringComparison.Ordinal) + 1)..] : l) + "\n"));

    /// <summary>The rules of INPUT without their counters, in order.</summary>
    public IReadOnlyList<string> Input(string family)
        => [.. Shell.Run($"{In} {Tool(family)} -S INPUT").Split('\n').Where(l => l.StartsWith("-A INPUT ", StringComparison.Ordinal)).Select(l => l["-A INPUT ".Length..])];

    /// <summary>Runs iptables by hand, for both families.</summary>
    public TestLab By(string arguments)
    {
        foreach (var family in Families)
            By(family, arguments);
        return this;
    }

    /// <summary>Runs iptables by hand.</summary>
    public TestLab By(string family, string arguments)
    {
        Shell.Run($"{In} {Tool(family)} -w 20 {arguments}");
        return this;
    }

    /// <summary>Runs a script in the engine.</summary>
    public EngineResult Run(string script) => Engine.Run(script);

    /// <summary>Puts the rules back as New-FirewallLab loaded them, counters at zero, and <c>$lab</c> and <c>$on</c> too.</summary>
    public void Reset()
    {
        foreach (var (family, rules) in Families.Zip(_beginning))
            Shell.Run($"{In} {Tool(family)}-restore -w 20 <<'EOF'\n{rules}EOF\n");
        Engine.Run($"$on = @{{ NetworkNamespace = '{Server}'; Backend = '{Backend}' }}").Quietly();
    }

    public void Dispose() => Engine.Run($"Remove-FirewallLab {Name}");
}
