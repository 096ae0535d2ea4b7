using System.Diagnostics;
using CliWrap;

namespace PortFirewall;

/// <summary>
/// A tool that is started before it is known what it is to do, and waits for that on its standard input: what a process takes to begin is over
/// by then. Where it is told nothing, its input ends, as it does when this process is killed.
/// </summary>
internal sealed class WaitingTool : IDisposable
{
    private readonly TaskCompletionSource<string> _word = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly TimeSpan _timeout;
    private readonly Task<NativeResult> _ended;

    /// <param name="command">The call, without what it is given to read.</param>
    /// <param name="output">Takes what it prints.</param>
    public WaitingTool(NativeCommand command, PipeTarget output)
    {
        _timeout = command.Timeout;
        _ended = NativeRunner.RunAsync(command with { StandardInput = "", LaterInput = _word.Task }, output, CancellationToken.None);
        // Where nobody asks it for anything, nobody is told either why it could not be started.
        _ = _ended.ContinueWith(task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    /// <summary>Whether it still waits, and has most of its time left.</summary>
    public bool IsReady => !_word.Task.IsCompleted && !_ended.IsCompleted && Stopwatch.GetElapsedTime(_started) < _timeout / 2;

    /// <summary>Gives it what it has waited for, and waits for its end.</summary>
    /// <exception cref="FirewallException">As <see cref="NativeRunner"/>.</exception>
    public Task<NativeResult> TellAsync(string input)
    {
        _word.TrySetResult(input);
        return _ended;
    }

    /// <summary>Tells it nothing, if it still waits.</summary>
    public void Dispose() => _word.TrySetResult("");
}
