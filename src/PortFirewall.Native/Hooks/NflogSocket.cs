using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace PortFirewall;

/// <summary>
/// Is handed the packets that rules log to a group with <c>NFLOG</c> (<c>iptables-extensions(8)</c>), in the network namespace of the
/// thread that opens it. Logging never decides about a packet: nothing waits for whoever listens, and what he is too slow for is lost.
/// </summary>
internal sealed partial class NflogSocket : IDisposable
{
    private const int AfNetlink = 16;
    private const int RawCloexec = 3 | 0x80000;
    private const int NetfilterProtocol = 12;
    private const int SocketLevel = 1;
    private const int ReceiveBufferForce = 33;

    /// <summary>Room for some ten thousand packets that wait to be read.</summary>
    private const int WaitingBytes = 8 << 20;

    private const int Ebusy = 16;
    private const int FirstUncommonGroup = 1 << 15;
    private const int Attempts = 16;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[1 << 16];
    private Thread? _listening;
    private volatile bool _ending;

    private NflogSocket(Socket socket, ushort group)
    {
        _socket = socket;
        Group = group;
    }

    /// <summary>The group, as <c>--nflog-group</c> names it.</summary>
    public ushort Group { get; }

    /// <summary>Whether packets were lost, as they came faster than they were read: then silence proves nothing.</summary>
    public bool HasLost { get; private set; }

    /// <summary>Opens a group of a network namespace.</summary>
    /// <param name="networkNamespace">The namespace (<c>ip netns</c>); null for the caller's own.</param>
    /// <param name="group">The group; null for any that nobody else listens to.</param>
    /// <param name="length">How many bytes of each packet are wanted, from its IP header on.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="FirewallException"><c>PacketLogUnavailable</c>, <c>PrivilegeRequired</c>, <c>NetworkNamespaceNotFound</c>.</exception>
    public static Task<NflogSocket> OpenAsync(string? networkNamespace, ushort? group, int length, CancellationToken cancellation)
        => NamespaceThread.RunAsync(networkNamespace, () => Open(group, length), "look into a network namespace", cancellation);

    /// <summary>Hands over each packet as it comes, on a thread of its own, until <see cref="End"/>.</summary>
    public void Listen(Action<NflogPacket> take)
    {
        _listening = new Thread(() => ReadToEnd(take)) { IsBackground = true, Name = "nflog" };
        _listening.Start();
    }

    /// <summary>Waits until all that was logged so far has been handed over, and ends the listening.</summary>
    public void End()
    {
        if (_ending)
            return;
        _ending = true;
        try
        {
            // The answer comes behind the last packet, so it is the end.
            _socket.Send(NflogMessages.Unbind(Group));
        }
        catch (SocketException)
        {
            // Then the listening ends by its patience.
        }
        _listening?.Join(Patience * 4);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        End();
        _socket.Dispose();
    }

    private static NflogSocket Open(ushort? group, int length)
    {
        for (var attempt = 0; ; attempt++)
        {
            // Low numbers are those that people choose.
            var number = group ?? (ushort)Random.Shared.Next(FirstUncommonGroup, ushort.MaxValue + 1);
            var handle = new SafeSocketHandle(OpenSocket(AfNetlink, RawCloexec, NetfilterProtocol), ownsHandle: true);
            if (handle.IsInvalid)
                throw ProofErrors.PacketLogUnavailable(number, Marshal.GetLastPInvokeErrorMessage());
            var socket = new Socket(handle) { ReceiveTimeout = (int)Patience.TotalMilliseconds };
            var opened = new NflogSocket(socket, number);
            var error = opened.Bind(length);
            if (error == 0)
                return opened;
            socket.Dispose();
            if (error != Ebusy || group is not null || attempt == Attempts)
                throw ProofErrors.PacketLogUnavailable(number, Marshal.GetPInvokeErrorMessage(error));
        }
    }

    private int Bind(int length)
    {
        try
        {
            _socket.SetRawSocketOption(SocketLevel, ReceiveBufferForce, BitConverter.GetBytes(WaitingBytes));
        }
        catch (SocketException)
        {
            // Root of a container may not have more than others (SO_RCVBUF, socket(7)).
            _socket.ReceiveBufferSize = WaitingBytes;
        }
        try
        {
            _socket.Send(NflogMessages.Bind(Group, length));
            int? answer = null;
            while (answer is null)
                answer = NflogMessages.Read(_buffer.AsSpan(0, _socket.Receive(_buffer)), static _ => { });
            return answer.Value;
        }
        catch (SocketException failure)
        {
            return failure.NativeErrorCode;
        }
    }

    private void ReadToEnd(Action<NflogPacket> take)
    {
        while (true)
        {
            var length = _socket.Receive(_buffer, SocketFlags.None, out var error);
            if (error == SocketError.NoBufferSpaceAvailable)
                HasLost = true;
            else if (error == SocketError.Success && NflogMessages.Read(_buffer.AsSpan(0, length), take) is not null)
                return;
            else if (error != SocketError.Success && (_ending || error is not (SocketError.TimedOut or SocketError.WouldBlock or SocketError.Interrupted)))
                return;
        }
    }

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenSocket(int domain, int type, int protocol);
}
