using System.Net;
using System.Net.Sockets;

namespace PortFirewall;

/// <summary>A connection that is being made.</summary>
internal sealed class PendingConnect
{
    private readonly Socket _socket;
    private readonly Task _connecting;

    /// <summary>Starts to connect.</summary>
    public PendingConnect(Socket socket, IPEndPoint remote)
    {
        _socket = socket;
        _connecting = socket.ConnectAsync(remote);
        // Closing the socket ends an attempt that nobody waits for any more; its error is of no interest then.
        _ = _connecting.ContinueWith(
            task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        // Asked now: once an attempt has failed, the kernel has forgotten where it came from.
        Local = _connecting.IsFaulted ? null : SocketName.Of(socket);
    }

    /// <summary>Where the connection comes from; null where it failed at once.</summary>
    public IPEndPoint? Local { get; }

    /// <summary>Waits for the outcome; the socket is kept open for questions about it.</summary>
    /// <returns><see cref="SocketError.Success"/>, <see cref="SocketError.TimedOut"/> or the kernel's error.</returns>
    public async Task<SocketError> EndAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        try
        {
            if (timeout <= SynTrace.FirstRepeat)
            {
                await _connecting.WaitAsync(timeout, cancellation);
                return SocketError.Success;
            }
            if (!await EndsByFirstRepeatAsync(cancellation) && SynTrace.Of(_socket) == SynProgress.DroppedHere)
                return SocketError.TimedOut;
            await _connecting.WaitAsync(timeout - SynTrace.FirstRepeat, cancellation);
            return SocketError.Success;
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode;
        }
        catch (TimeoutException)
        {
            return SocketError.TimedOut;
        }
    }

    private async Task<bool> EndsByFirstRepeatAsync(CancellationToken cancellation)
    {
        try
        {
            await _connecting.WaitAsync(SynTrace.FirstRepeat, cancellation);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
