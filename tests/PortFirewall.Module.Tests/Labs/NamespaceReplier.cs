using System.Diagnostics;

namespace PortFirewall;

/// <summary>A service of somebody else's making in a network namespace, which answers the first datagram that comes, and is silent then.</summary>
internal sealed class NamespaceReplier : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    public NamespaceReplier(string networkNamespace, int port, string reply)
    {
        _process = Process.Start(new ProcessStartInfo("ip", ["netns", "exec", networkNamespace, "nc.openbsd", "-4", "-u", "-l", "-n", "0.0.0.0", $"{port}"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        // Its end would be the end of the service.
        _process.StandardInput.Write(reply);
        _process.StandardInput.Flush();
        for (var watch = Stopwatch.StartNew(); !Shell.Run($"ip netns exec {networkNamespace} ss -Huln sport = :{port}").Contains($":{port}", StringComparison.Ordinal); Thread.Sleep(10))
            Assert.True(watch.Elapsed < Longest && !_process.HasExited, $"nothing came to listen on {port}");
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
