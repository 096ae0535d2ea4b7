using System.Diagnostics;

namespace PortFirewall;

/// <summary>
/// Processes in a network namespace with a view of files and of processes of their own, in which packages look installed. All of it is
/// gone when this is disposed, or when the process ends.
/// </summary>
internal sealed class PackagedMachine : IDisposable
{
    private const string Root = "/mnt/root";

    private readonly Process _holder;

    private PackagedMachine(Process holder) => _holder = holder;

    /// <summary>The process that holds the namespaces.</summary>
    public int HolderId => _holder.Id;

    /// <param name="packages">What looks installed.</param>
    /// <param name="networkNamespacePath">The file of its network namespace.</param>
    /// <param name="backend">Which <c>iptables</c> it has.</param>
    public static async Task<PackagedMachine> StartAsync(TestPackages packages, string networkNamespacePath, IptablesBackend backend = IptablesBackend.Nft)
    {
        var machine = new PackagedMachine(Process.Start(new ProcessStartInfo(
            NativeTool.Nsenter.RequirePath(),
            [$"--net={networkNamespacePath}", "--", "unshare", "--mount", "--pid", "--fork", "--kill-child", "--",
                "bash", Path.Combine(AppContext.BaseDirectory, "Packages", "machine.sh"), packages.Folder, backend == IptablesBackend.Nft ? "nft" : "legacy"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);
        if (await machine._holder.StandardOutput.ReadLineAsync() == "ready")
            return machine;
        using (machine)
            throw new InvalidOperationException(await machine._holder.StandardError.ReadToEndAsync());
    }

    /// <summary>Runs a script, and returns what it printed. What it leaves running in the background must not hold its output.</summary>
    public async Task<string> RunAsync(string script)
    {
        var entrance = $"/proc/{HolderId}/ns/";
        var command = new NativeCommand(
            NativeTool.Nsenter,
            [$"--net={entrance}net", $"--mount={entrance}mnt", $"--pid={entrance}pid_for_children", "--", "chroot", Root, "env", "-i",
                "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "LC_ALL=C.UTF-8", "bash", "-euo", "pipefail", "-s"])
        {
            StandardInput = script,
        };
        var result = await NativeRunner.RunAsync(command, CancellationToken.None);
        return result.ExitCode == 0 ? result.StandardOutput
            : throw new InvalidOperationException($"Status {result.ExitCode} of:\n{script}\n{result.StandardOutput}\n{result.StandardError}");
    }

    public void Dispose()
    {
        _holder.StandardInput.Close();
        _holder.WaitForExit();
        _holder.Dispose();
    }
}
