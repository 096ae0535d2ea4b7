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

    /// <summary>What a command begins with that runs there. <c>ip netns exec</c> mounts <c>/sys</c> anew, which takes longer than iptables.</summary>
    private string In => $"nsenter --net=/run/netns/{Name}";

    /// <summary>The tools of both families.</summary>
    public IEnumerable<string> Tools => TestLab.Families.Select(family => (family == "IPv4" ? "iptables-" : "ip6tables-") + Backend.ToLowerInvariant());

    /// <summary>The rules of INPUT in both families, without their counters.</summary>
    public IReadOnlyList<string> Input => Shell.Run(string.Join(" && echo / && ", Tools.Select(tool => $"{In} {tool} -S INPUT"))).Split("/\n");

    /// <summary>Puts the rules back as they were at the beginning.</summary>
    public void Reset()
    {
        var text = $"*filter\n:INPUT DROP [0:0]\n{string.Concat(_rules.Select(r => $"-A INPUT {r}\n"))}COMMIT\n";
        Shell.Run("set -e\n" + string.Concat(Tools.Select(tool => $"{In} {tool}-restore -w 20 <<'EOF'\n{text}EOF\n")));
    }

    public void Dispose() => Shell.Run($"ip netns delete {Name}");
}
