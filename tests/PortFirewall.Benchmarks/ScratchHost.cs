using System.Globalization;
using System.Text;

namespace PortFirewall.Benchmarks;

/// <summary>A network namespace for the time of a measurement, and rule sets to load into it.</summary>
internal sealed class ScratchHost : IDisposable
{
    private const string Head = "*filter\n:INPUT DROP [0:0]\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -i lo -j ACCEPT\n";

    public ScratchHost(string backend)
    {
        Backend = backend;
        Name = string.Create(CultureInfo.InvariantCulture, $"pfbench-{Environment.ProcessId}-{backend}");
        NativePeer.Run("ip", ["netns", "add", Name]);
    }

    public string Name { get; }

    /// <summary><c>nft</c> or <c>legacy</c>.</summary>
    public string Backend { get; }

    /// <summary>The guide's own two rules.</summary>
    public void LoadGuide() => Load(Head + "COMMIT\n");

    /// <summary>Many rules of a kind that servers have: an address, a port, a comment.</summary>
    public void LoadMany(int count)
    {
        var text = new StringBuilder(Head);
        for (var i = 0; i < count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"-A INPUT -s 10.{(i >> 8) & 255}.{i & 255}.7/32 -p tcp -m tcp --dport {1000 + (i % 50000)} ")
                .Append(CultureInfo.InvariantCulture, $"-m comment --comment \"rule {i}\" -j ACCEPT\n");
        }
        Load(text.Append("COMMIT\n").ToString());
    }

    public string Save() => NativePeer.Run("ip", ["netns", "exec", Name, $"iptables-{Backend}-save", "-c"]);

    public string List() => NativePeer.Run("ip", ["netns", "exec", Name, $"iptables-{Backend}", "-S"]);

    public void RestoreWithoutFlush(string text)
        => NativePeer.Run("ip", ["netns", "exec", Name, $"iptables-{Backend}-restore", "--noflush", "--wait", "5"], text);

    public void InsertOne(int number, int port)
        => NativePeer.Run("ip", ["netns", "exec", Name, $"iptables-{Backend}", "--insert", "INPUT", $"{number}", "-p", "tcp", "-m", "tcp", "--dport", $"{port}", "-j", "ACCEPT"]);

    public void Dispose() => NativePeer.Run("ip", ["netns", "delete", Name]);

    private void Load(string text) => NativePeer.Run("ip", ["netns", "exec", Name, $"iptables-{Backend}-restore"], text);
}
