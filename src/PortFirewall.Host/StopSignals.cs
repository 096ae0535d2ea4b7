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

    public StopSignals(ForegroundProgram foreground) => _registrations =
    [
        .. Watched.Select(watched => PosixSignalRegistration.Create(watched.Signal, context =>
        {
            context.Cancel = true;
            if (Interlocked.CompareExchange(ref _received, watched.Number, 0) != 0)
                return;

            // Found first, since the engine may end a program at once, and what that has started is then nobody's child; told
            // last, or the script would go on with its next line.
            var others = foreground.NotReachedBy(watched.Number);
            _stopping.Cancel();
            ForegroundProgram.Send(watched.Number, others);
        })),
    ];

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
