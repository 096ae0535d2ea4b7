namespace PortFirewall;

/// <summary>A network namespace with nothing but rules, for many tests at once: it costs a twentieth of a lab.</summary>
internal sealed class BareServer : IDisposable
{
    private static int _made;

    private readonly IReadOnlyList<string> _rules;

    /// <param name="backend">The backend.</param>
    /// <param name="rules">The rules of INPUT, in both families, behind a policy of DROP.</param>
    public BareServer(string backend, IReadOnlyList<string> rules)
    {
        _rules = rules;
        Backend = backend;
        Name = $"pfbare-{Environment.ProcessId}-{Interlocked.Increment(ref _made)}";
        Shell.Run($"ip netns add {Name} && ip -n {Name} link set lo up");
        Reset();
    }

    public string Name { get; }

    public string Backend { get; }

    /// <summary>The tools of both families.</summary>
    public IEnumerable<string> Tools => TestLab.Families.Select(family => (family == "IPv4" ? "iptables-" : "ip6tables-") + Backend.ToLowerInvariant());

    /// <summary>The rules of INPUT in both families, without their counters.</summary>
    public IReadOnlyList<string> Input => [.. Tools.Select(tool => Shell.Run($"ip netns exec {Name} {tool} -S INPUT"))];

    /// <summary>Puts the rules back as they were at the beginning.</summary>
    public void Reset()
    {
        foreach (var tool in Tools)
            Shell.Run($"ip netns exec {Name} {tool}-restore -w 20 <<'EOF'\n*filter\n:INPUT DROP [0:0]\n{string.Concat(_rules.Select(r => $"-A INPUT {r}\n"))}COMMIT\nEOF\n");
    }

    public void Dispose() => Shell.Run($"ip netns delete {Name}");
}
