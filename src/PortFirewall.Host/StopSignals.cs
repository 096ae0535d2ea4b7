using System.Runtime.InteropServices;

namespace PortFirewall.Host;

/// <summary>Turns the signals that ask a program to end into one cancellation, so that <c>finally</c> blocks run.</summary>
/// <remarks>The first signal decides the exit status. Further ones change nothing: the script is being stopped already.</remarks>
internal sealed class StopSignals : IDisposable
{
    private static readonly (PosixSignal Signal, int Number)[] Watched =
        [(PosixSignal.SIGHUP, 1), (PosixSignal.SIGINT, 2), (PosixSignal.SIGTERM, 15)];

    private readonly CancellationTokenSource _stopping = new();
    private readonly PosixSignalRegistration[] _registrations;
    private int _received;

    /// <summary>Begins to watch.</summary>
    /// <param name="received">Is told the number of the first signal.</param>
    public StopSignals(Action<int> received) => _registrations = [.. Watched.Select(watched => PosixSignalRegistration.Create(watched.Signal, context =>
    {
        context.Cancel = true;
        if (Interlocked.CompareExchange(ref _received, watched.Number, 0) != 0)
            return;
        _stopping.Cancel();
        received(watched.Number);
    }))];

    /// <summary>Is cancelled by the first signal.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>The exit status that tells of the signal; null where none came.</summary>
    public int? Status => _received == 0 ? null : ExitStatus.Signalled(_received);

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _stopping.Dispose();
    }
}
