using System.Diagnostics;

namespace PortFirewall;

/// <summary>A lab with an SSH server on the loopback address of its client; ssh gets there through the user's own <c>ProxyCommand</c>.</summary>
public sealed class SshHost : IDisposable
{
    private readonly Process? _server;

    public SshHost()
    {
        Lab = TestLab.Create();
        if (TestPackages.Vantages.WhyNot is not null)
            return;
        Folder = Directory.CreateTempSubdirectory("pf-ssh-").FullName;
        _server = Process.Start(new ProcessStartInfo(
            NativeTool.Ip.RequirePath(),
            ["netns", "exec", Lab.Client, "unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--",
                "bash", Path.Combine(AppContext.BaseDirectory, "Vantages", "sshd.sh"), TestPackages.Vantages.Folder, Folder])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        if (_server.StandardOutput.ReadLine() != "ready")
            throw new InvalidOperationException(_server.StandardError.ReadToEnd());
    }

    internal TestLab Lab { get; }

    /// <summary>Keys, and what the server wrote.</summary>
    public string Folder { get; } = "";

    /// <summary>The processes of the far side, the server's own included, as the far side sees them.</summary>
    public string[] Processes()
        => [.. Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _))
            .Select(name => Read($"/proc/{name}/cmdline", $"/proc/{name}/ns/pid"))
            .Where(line => line is not null).Select(line => line!)];

    /// <summary>ssh's options to get there.</summary>
    internal SshOption[] Options(FarSide side, string known = "known", string key = "key") =>
    [
        new("ProxyCommand", $"{NativeTool.Ip.RequirePath()} netns exec {Lab.Client} nc.openbsd 127.0.0.1 {(int)side}"),
        new("UserKnownHostsFile", Path.Combine(Folder, known)),
        new("GlobalKnownHostsFile", "/dev/null"),
        new("IdentityFile", Path.Combine(Folder, key)),
        new("IdentitiesOnly", "yes"),
        new("IdentityAgent", "none"),
        new("HostKeyAlias", "far"),
    ];

    internal ProbePlan Plan(FarSide side, string computerName, IReadOnlyList<PortRange> ports, double seconds = 2, params AddressFamily[] families)
        => Probing.Plan(null, computerName, ports, seconds, families) with { Vantages = [Vantage.Parse("ssh://root@far")], SshOptions = Options(side) };

    internal List<PortProbe> All(FarSide side, string computerName, IReadOnlyList<PortRange> ports, double seconds = 2, params AddressFamily[] families)
        => Run(Plan(side, computerName, ports, seconds, families));

    internal static List<PortProbe> Run(ProbePlan plan) => PortProber.RunAsync(plan, CancellationToken.None).ToBlockingEnumerable().ToList();

    internal PortProbe One(FarSide side, string computerName, int port, double seconds = 2)
        => Assert.Single(All(side, computerName, [new PortRange(port, port)], seconds));

    public void Dispose()
    {
        if (_server is not null)
        {
            _server.StandardInput.Close();
            _server.WaitForExit();
            _server.Dispose();
            Directory.Delete(Folder, recursive: true);
        }
        Lab.Dispose();
    }

    private string? Read(string commandLine, string processNamespace)
    {
        try
        {
            var mine = new FileInfo($"/proc/{_server!.Id}/ns/pid_for_children").LinkTarget;
            return new FileInfo(processNamespace).LinkTarget == mine ? File.ReadAllText(commandLine).Replace('\0', ' ') : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
