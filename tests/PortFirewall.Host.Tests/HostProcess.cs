using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace PortFirewall.Host.Tests;

/// <summary>The host, running.</summary>
internal sealed class HostProcess : IDisposable
{
    /// <summary>No run here takes longer than seconds: what does hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private HostProcess(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>A module with a view, a command that writes to every stream and one that asks.</summary>
    public static string SampleModule { get; } = Path.Combine(AppContext.BaseDirectory, "Sample", "Sample.psd1");

    private static string Assembly { get; } = FindAssembly();

    public static Task<HostResult> Run(params string[] arguments) => RunWith([], "", arguments);

    public static Task<HostResult> RunCommand(string command) => Run("-Module", SampleModule, "-Command", command);

    public static async Task<HostResult> RunWith((string Name, string Value)[] environment, string input, params string[] arguments)
    {
        using var host = Start(environment, arguments);
        await host._process.StandardInput.WriteAsync(input);
        host._process.StandardInput.Close();
        return await host.Ended();
    }

    public static Task<HostResult> RunOnTerminal(params string[] arguments) => RunOnTerminal(null, "", arguments);

    /// <summary>Runs the host on a terminal, at whose other end somebody waits for a text and then types.</summary>
    public static async Task<HostResult> RunOnTerminal(string? awaited, string typed, string[] arguments)
    {
        var command = string.Join(' ', new[] { "dotnet", Assembly }.Concat(arguments).Select(Quote));
        using var host = new HostProcess(
            StartInfo([("TERM", "xterm")], ["script", "--quiet", "--return", "--command", command, "/dev/null"]));
        var before = awaited is null ? "" : await host.ReadUntil(awaited);
        await host._process.StandardInput.WriteAsync(typed);
        await host._process.StandardInput.FlushAsync();
        var result = await host.Ended();
        return result with { Output = before + result.Output };

        static string Quote(string word) => $"'{word.Replace("'", "'\\''")}'";
    }

    public static HostProcess Start(params string[] arguments) => Start([], arguments);

    /// <summary>Waits for a line on standard output.</summary>
    public async Task<string> ReadLine() =>
        await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience)
            ?? throw new InvalidOperationException($"The host has ended: {await _errors}");

    private async Task<string> ReadUntil(string awaited)
    {
        var text = new StringBuilder();
        var buffer = new char[256];
        while (!text.ToString().Contains(awaited))
        {
            var count = await _process.StandardOutput.ReadAsync(buffer).AsTask().WaitAsync(Patience);
            Assert.True(count > 0, $"The host has ended without '{awaited}': {text}");
            text.Append(buffer, 0, count);
        }

        return text.ToString();
    }

    public void Send(PosixSignal signal) => Assert.Equal(0, Kill(_process.Id, signal switch
    {
        PosixSignal.SIGHUP => 1,
        PosixSignal.SIGINT => 2,
        PosixSignal.SIGTERM => 15,
        _ => throw new ArgumentOutOfRangeException(nameof(signal)),
    }));

    /// <summary>Waits for the end; what has not been read yet is in the result.</summary>
    public async Task<HostResult> Ended()
    {
        try
        {
            var output = await _process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
            await _process.WaitForExitAsync().WaitAsync(Patience);
            return new HostResult(_process.ExitCode, output, await _errors);
        }
        finally
        {
            if (!_process.HasExited)
                _process.Kill(entireProcessTree: true);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static HostProcess Start((string Name, string Value)[] environment, string[] arguments) =>
        new(StartInfo(environment, ["dotnet", Assembly, .. arguments]));

    /// <remarks>
    /// Whoever runs the tests in the background may have them ignore Ctrl-C, which every child inherits. Not the host here.
    /// </remarks>
    private static ProcessStartInfo StartInfo((string Name, string Value)[] environment, string[] command)
    {
        var start = new ProcessStartInfo("env", ["--default-signal=HUP,INT,TERM", .. command])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("COLUMNS");
        start.Environment.Remove("NO_COLOR");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return start;
    }

    private static string FindAssembly()
    {
        // …/tests/PortFirewall.Host.Tests/bin/CONFIGURATION/FRAMEWORK/
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var project = Path.Combine(output.FullName, "..", "..", "..", "..", "..", "src", "PortFirewall.Host");
        return Path.GetFullPath(Path.Combine(project, "bin", output.Parent!.Name, output.Name, "PortFirewall.Host.dll"));
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
