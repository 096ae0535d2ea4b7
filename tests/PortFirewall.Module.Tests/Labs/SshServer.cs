using System.Diagnostics;

namespace PortFirewall;

/// <summary>An SSH server on the loopback address of the network namespace that the tests run in, gone with them.</summary>
public sealed class SshServer : IDisposable
{
    private readonly Process? _server;

    public SshServer()
    {
        if (TestPackages.Vantages.WhyNot is not null)
            return;
        Folder = Directory.CreateTempSubdirectory("pf-ssh-").FullName;
        _server = Process.Start(new ProcessStartInfo(
            "unshare",
            ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--", "bash", Path.Combine(AppContext.BaseDirectory, "Vantages", "sshd.sh"), TestPackages.Vantages.Folder, Folder])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        if (_server.StandardOutput.ReadLine() != "ready")
            throw new InvalidOperationException(_server.StandardError.ReadToEnd());
    }

    /// <summary>Keys and lists of known hosts (<c>sshd.sh</c>).</summary>
    public string Folder { get; } = "";

    public void Dispose()
    {
        if (_server is null)
            return;
        _server.StandardInput.Close();
        _server.WaitForExit();
        _server.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
