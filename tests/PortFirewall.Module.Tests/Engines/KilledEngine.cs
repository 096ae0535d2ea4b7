using System.Diagnostics;
using System.Globalization;

namespace PortFirewall;

/// <summary>
/// An engine in a process group of its own, to be killed (<c>kill -9</c>), in which several sessions run a command each, at the same time. They
/// work on servers of their own, so they don't wait for one another: what keeps the sessions of one user apart, the lock in
/// <c>/run/portfirewall</c>, is hidden from this process.
/// </summary>
internal sealed class KilledEngine : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly ScratchFolder _folder = new();
    private readonly Process _process;
    private readonly List<string> _said = [];
    private readonly int _sessions;

    /// <param name="sessions">For each session its command, and the command that undoes it where it is to be found out how long the first one takes.</param>
    public KilledEngine(IReadOnlyList<(string Command, string? Undo)> sessions)
    {
        _sessions = sessions.Count;
        var script = Path.Combine(_folder.Path, "script.ps1");
        var list = string.Join('\n', sessions.Select((s, i) => $"@{{ Id = {i}; Command = {{ {s.Command} }}.ToString(); Undo = {(s.Undo is null ? "$null" : $"{{ {s.Undo} }}.ToString()")} }}"));
        File.WriteAllText(script, $$"""
            @(
            {{list}}
            ) | ForEach-Object -ThrottleLimit {{sessions.Count}} -Parallel {
                Import-Module '{{BuiltModule.Manifest}}' -ErrorAction Stop
                $id = $_.Id
                $command = [scriptblock]::Create($_.Command)
                $clock = [Diagnostics.Stopwatch]::StartNew()
                # The first call is slow, and says nothing of how long one takes.
                $null = . $command
                if ($null -ne $_.Undo) {
                    $null = . ([scriptblock]::Create($_.Undo))
                    $clock.Restart()
                    $null = . $command
                }
                [Console]::Out.WriteLine("$id ready $($clock.ElapsedMilliseconds)")
                $words = [Console]::In.ReadLine() -split ' '
                [System.Threading.Thread]::Sleep([int] $words[$id])
                [Console]::Out.WriteLine("$id begins")
                $clock.Restart()
                $null = . $command
                [Console]::Out.WriteLine("$id ends $($clock.ElapsedMilliseconds)")
            }
            [System.Threading.Thread]::Sleep(-1)
            """);
        var dotnet = Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? path : "dotnet";
        // Moved and not bound once more, as each call of `ip netns exec` copies every mount that there is.
        var run = $"{_folder.Path}/run";
        var hide = $"mkdir -p {run}/netns && touch {run}/portfirewall && mount --bind {run} {run} && mount --move /run/netns {run}/netns && mount -n --move {run} /run";
        // Started by a program that is not the leader of its group, setsid begins a session and becomes what it starts.
        _process = Process.Start(new ProcessStartInfo("setsid", ["unshare", "--mount", "sh", "-c", $"{hide} && HOME={_folder.Path} NO_COLOR=1 exec {dotnet} {BuiltModule.HostProgram} -File {script}"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data is null ? null : "error: " + line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Waits until every session has tried its command, and so changed what it is about.</summary>
    /// <returns>How long the command of each took.</returns>
    public IReadOnlyList<TimeSpan> WaitUntilReady(int sessions)
    {
        for (var clock = Stopwatch.StartNew(); ; Thread.Sleep(5))
        {
            var ready = Said.Where(l => l.Contains(" ready ", StringComparison.Ordinal)).Select(l => l.Split(' ')).ToDictionary(w => Number(w[0]), w => TimeSpan.FromMilliseconds(Number(w[2])));
            if (ready.Count == sessions)
                return [.. Enumerable.Range(0, sessions).Select(i => ready[i])];
            Assert.True(clock.Elapsed < Patience && !_process.HasExited && !Said.Any(l => l.StartsWith("error", StringComparison.Ordinal)), string.Join('\n', Said));
        }
    }

    /// <summary>Lets each session run its command after a while of its own, and kills them all.</summary>
    /// <param name="waits">How long each session waits.</param>
    /// <param name="killAfter">When they are killed.</param>
    public void KillAfter(IReadOnlyList<TimeSpan> waits, TimeSpan killAfter)
    {
        Begin(waits);
        Thread.Sleep(killAfter);
        Kill();
    }

    /// <summary>Lets all sessions run their commands at once, and kills them some time after something has come about.</summary>
    /// <param name="hasCome">Whether it has.</param>
    /// <param name="patience">How long it is waited for.</param>
    /// <param name="later">How long after it they are killed.</param>
    public void KillWhen(Func<bool> hasCome, TimeSpan patience, TimeSpan later)
    {
        Begin([.. Enumerable.Repeat(TimeSpan.Zero, _sessions)]);
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < patience && !hasCome();)
        {
        }
        Thread.Sleep(later);
        Kill();
    }

    /// <summary>Waits until what it said has all come.</summary>
    public void WaitForExit() => _process.WaitForExit();

    public bool HasBegun(int session) => Said.Contains($"{session} begins", StringComparer.Ordinal);

    /// <summary>How long the command of a session took; null where it was killed before its end.</summary>
    public TimeSpan? LengthOf(int session)
        => Said.Find(l => l.StartsWith($"{session} ends ", StringComparison.Ordinal)) is { } line ? TimeSpan.FromMilliseconds(Number(line.Split(' ')[2])) : null;

    public void Dispose()
    {
        if (!_process.HasExited)
            Shell.Try($"kill -9 -{_process.Id}");
        _process.WaitForExit();
        _process.Dispose();
        _folder.Dispose();
    }

    private List<string> Said
    {
        get
        {
            lock (_said)
                return [.. _said];
        }
    }

    private void Begin(IReadOnlyList<TimeSpan> waits)
    {
        // Each session reads a line, and takes its own wait from it.
        var line = string.Join(' ', waits.Select(w => (int)w.TotalMilliseconds));
        foreach (var _ in waits)
            _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    private void Kill() => Shell.Run($"kill -9 -{_process.Id}");

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private void Hear(string? line)
    {
        if (line is null)
            return;
        lock (_said)
            _said.Add(line);
    }
}
