using System.Diagnostics;

namespace PortFirewall;

/// <summary>A service of somebody else's making in a network namespace: it accepts, and says nothing.</summary>
internal sealed class NamespaceListener : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    public NamespaceListener(string networkNamespace, string address, int port)
    {
        _process = Process.Start("ip", ["netns", "exec", networkNamespace, "nc.openbsd", "-l", "-k", "-n", address, $"{port}"]);
        var watch = Stopwatch.StartNew();
        while (!Shell.Run($"ip netns exec {networkNamespace} ss -Hltn sport = :{port}").Contains($":{port}", StringComparison.Ordinal))
        {
            Assert.True(watch.Elapsed < Longest && !_process.HasExited, $"nothing came to listen on {address} {port}");
            Thread.Sleep(10);
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
