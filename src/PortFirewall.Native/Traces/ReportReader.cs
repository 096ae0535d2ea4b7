namespace PortFirewall;

/// <summary>Takes what the kernel reports while packets pass, so that little ever waits in the socket.</summary>
internal sealed class ReportReader : IDisposable
{
    /// <summary>Larger than any report.</summary>
    private const int BufferSize = 1 << 16;

    /// <summary>What waits in the socket while this process does not get to run.</summary>
    private const int WaitingSize = 32 << 20;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly NetlinkSocket _socket;
    private readonly Action<ReadOnlyMemory<byte>> _take;
    private readonly Thread _thread;
    private volatile bool _isEnding;

    public ReportReader(NetlinkSocket socket, string name, Action<ReadOnlyMemory<byte>> take)
    {
        _socket = socket;
        _take = take;
        _ = socket.SetReceiveBuffer(WaitingSize);
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>Whether the kernel had more to report than could be held.</summary>
    public bool HasLost { get; private set; }

    /// <summary>Takes what is still there, and ends.</summary>
    public void Dispose()
    {
        _isEnding = true;
        _thread.Join();
        _socket.Dispose();
    }

    private void Run()
    {
        var buffer = new byte[BufferSize];
        while (true)
        {
            // Looked at ahead of the socket: what was reported before the end was asked for is taken.
            var isLast = _isEnding;
            int length;
            while ((length = _socket.Receive(buffer)) is > 0 or -NetlinkSocket.NoBuffer)
            {
                if (length > 0)
                    _take(buffer.AsMemory(0, length));
                else
                    HasLost = true;
            }
            if (isLast || length < 0)
                return;
            _socket.Wait(Pause);
        }
    }
}
