using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace PortFirewall;

/// <summary>A request and its reply over a socket that is ready: sends, repeats once, and takes what comes back.</summary>
internal sealed class DatagramExchange(Socket socket, IPEndPoint remote, DatagramRequest request, DatagramFacts begun)
{
    /// <summary>More than one, since any datagram may be lost; and no more, since each is counted by the rule that is to be proved.</summary>
    private const int MostSent = 2;

    /// <summary>What UDP can carry, and more than that.</summary>
    private const int BufferLength = 65_536;

    /// <summary>After which a datagram without an answer is sent again; sooner where less time is left than twice that.</summary>
    private static readonly TimeSpan FirstRepeat = TimeSpan.FromSeconds(1);

    private readonly long _start = Stopwatch.GetTimestamp();
    private DatagramFacts _facts = begun;

    /// <summary>Runs until the reply is there, the kernel has an error, or the time is up.</summary>
    public async Task<DatagramFacts> RunAsync(CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            while (true)
            {
                var wait = Send();
                if (await ReceiveAsync(buffer, wait, cancellation))
                    return _facts;
                if (_facts.Sent == MostSent)
                    return _facts with { Error = SocketError.TimedOut, AwaitsNeighbour = SocketQueue.HoldsUnsent(socket) };
            }
        }
        catch (SocketException failure)
        {
            // Asking the queue also clears it, so that the error is told once.
            return _facts with { Error = failure.SocketErrorCode, Icmp = SocketErrorQueue.Take(socket) };
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Sends the request.</summary>
    /// <returns>How long to wait for the reply from now on.</returns>
    private TimeSpan Send()
    {
        _ = request.IsAnsweredFromAnyPort ? socket.SendTo(request.Payload, remote) : socket.Send(request.Payload);
        _facts = _facts with { Sent = _facts.Sent + 1 };
        var left = _facts.Timeout - Stopwatch.GetElapsedTime(_start);
        if (_facts.Sent == MostSent)
            return left;
        return left < 2 * FirstRepeat ? left / 2 : FirstRepeat;
    }

    /// <summary>Takes what comes, until it is the reply.</summary>
    /// <returns>Whether the reply came in time.</returns>
    private async Task<bool> ReceiveAsync(byte[] buffer, TimeSpan wait, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
        try
        {
            while (true)
            {
                var received = await socket.ReceiveFromAsync(buffer, SocketFlags.None, remote, limit.Token);
                var sender = (IPEndPoint)received.RemoteEndPoint;
                if (IsFromServer(sender) && Take(buffer.AsSpan(0, received.ReceivedBytes), sender))
                    return true;
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private bool Take(ReadOnlySpan<byte> datagram, IPEndPoint sender)
    {
        if (request.Read(datagram) is not { } text)
        {
            _facts = _facts with { Stray = _facts.Stray ?? datagram.ToArray() };
            return false;
        }
        _facts = _facts with { Reply = datagram.ToArray(), ReplyText = text };
        if (request.Farewell(datagram) is { } farewell)
            socket.SendTo(farewell, sender);
        return true;
    }

    /// <summary>A socket that is not connected takes datagrams from anybody.</summary>
    private bool IsFromServer(IPEndPoint sender) => !request.IsAnsweredFromAnyPort || sender.Address.Equals(remote.Address);
}
