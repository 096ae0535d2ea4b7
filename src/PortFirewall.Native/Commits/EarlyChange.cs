using System.Globalization;

namespace PortFirewall;

/// <summary>
/// The process that makes a change of several rules of one family and reads them back, started while the input still comes in: by the time the
/// change is planned it is there and waits. <c>iptables-restore</c> neither takes the xtables lock nor looks at any rule before it has read the
/// name of a table (<c>iptables/iptables-restore.c</c>, <c>iptables/xtables-restore.c</c>); told nothing, it does nothing.
/// </summary>
internal sealed class EarlyChange : IDisposable
{
    private static readonly string Script = EmbeddedScript.Read("change.sh");

    private readonly TaskCompletionSource<int> _status = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FirewallScope _scope;
    private readonly AddressFamily _family;
    private readonly Task _after;
    private readonly Task<WaitingTool?> _starting;
    private string _call = "";
    private RulesetReader? _reader;
    private Task<NativeResult>? _reading;
    private volatile bool _isOver;

    private EarlyChange(FirewallScope scope, AddressFamily family, Task after)
    {
        _scope = scope;
        _family = family;
        _after = after;
        _starting = after.ContinueWith(_ => StartAsync(), TaskScheduler.Default).Unwrap();
    }

    /// <summary>Starts it.</summary>
    /// <param name="scope">The firewall.</param>
    /// <param name="family">The family.</param>
    /// <param name="after">What is waited for, however it ends: what is needed sooner has the processor first.</param>
    public static EarlyChange Begin(FirewallScope scope, AddressFamily family, Task after) => new(scope, family, after);

    /// <summary>Makes a change.</summary>
    /// <param name="command">The call that makes it, with what it is given to read.</param>
    /// <returns>How that call ended; null where nothing waits for this one, and nothing was done.</returns>
    /// <exception cref="FirewallException">As <see cref="NativeRunner"/>; <c>NativeCommandFailed</c>, where nobody knows what was done because somebody ended the shell.</exception>
    public async Task<NativeResult?> TryMakeAsync(NativeCommand command)
    {
        // What it was to wait for was not waited for by whoever asks now.
        if (!_after.IsCompleted || await _starting is not { IsReady: true } tool || command.StandardInput is not { } input || command.Call != _call)
            return null;
        var ended = tool.TellAsync(input);
        await Task.WhenAny(_status.Task, ended);
        if (_status.Task.IsCompletedSuccessfully && _status.Task.Result == 0)
        {
            _reading = ended;
            return new NativeResult(command, 0, "", "");
        }
        var result = await ended;
        return _status.Task.IsCompletedSuccessfully
            ? result with { Command = command, ExitCode = _status.Task.Result }
            : throw ToolErrors.NativeCommandFailed(command.CommandLine, result.ExitCode, result.StandardError);
    }

    /// <summary>The rules of a family after the change; null where they were not read, and whoever reads them in the ordinary way is told why.</summary>
    public async Task<IptablesRuleset?> TryReadBackAsync(FirewallScope scope, AddressFamily family)
    {
        if (scope != _scope || family != _family || Interlocked.Exchange(ref _reading, null) is not { } reading)
            return null;
        try
        {
            return (await reading).ExitCode == 0 ? _reader!.Finish() : null;
        }
        catch (FirewallException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        _isOver = true;
        _ = _starting.ContinueWith(static started => started.Result?.Dispose(), TaskScheduler.Default);
    }

    private async Task<WaitingTool?> StartAsync()
    {
        // Whoever asked for it may be gone by now.
        if (_isOver)
            return null;
        try
        {
            var restore = await RuleTransaction.RestoreCommandAsync(_scope, _family, CancellationToken.None);
            // sudo would have to be allowed to run a shell.
            if (restore.ThroughSudo)
                return null;
            (var save, _reader) = await RulesetSource.PrepareAsync(_scope, _family, table: null, CancellationToken.None);
            _call = restore.Call;
            return new WaitingTool(
                restore with
                {
                    Tool = NativeTool.Shell,
                    Arguments = ["-c", Script, "portfirewall-change", save.Tool.RequirePath(), restore.Tool.RequirePath(), .. restore.Arguments],
                },
                LineTarget.ToTheLetter(Take));
        }
        catch (FirewallException)
        {
            // The same happens again where somebody waits for it.
            return null;
        }
    }

    private void Take(string line)
    {
        if (_status.Task.IsCompleted)
            _reader!.Add(line);
        else
            _status.SetResult(int.Parse(line, CultureInfo.InvariantCulture));
    }
}
