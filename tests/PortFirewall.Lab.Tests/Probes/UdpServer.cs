using System.Net;
using System.Net.Sockets;

namespace PortFirewall;

/// <summary>A UDP service of a test's own in a namespace, for IPv4 and IPv6.</summary>
internal sealed class UdpServer : IDisposable
{
    private readonly Socket _socket;
    private int _received;

    private UdpServer(Socket socket, Func<byte[], byte[]?> answer, TimeSpan delay, UdpServer? answerFrom)
    {
        _socket = socket;
        _ = ServeAsync(answer, delay, answerFrom?._socket ?? socket);
    }

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>How many datagrams have come.</summary>
    public int Received => Volatile.Read(ref _received);

    /// <param name="networkNamespace">Where it listens.</param>
    /// <param name="answer">What it answers; null for nothing.</param>
    /// <param name="address">Where it listens; null for every address of both families.</param>
    /// <param name="delay">How long it thinks about each answer.</param>
    /// <param name="answerFrom">Whose port its answers come from; null for its own.</param>
    public static UdpServer Start(string networkNamespace, Func<byte[], byte[]?> answer, IPAddress? address = null, TimeSpan delay = default, UdpServer? answerFrom = null)
    {
        var socket = NamespaceThread.RunAsync(networkNamespace, () => Open(address), "listen", CancellationToken.None).GetAwaiter().GetResult();
        return new UdpServer(socket, answer, delay, answerFrom);
    }

    public void Dispose() => _socket.Dispose();

    private static Socket Open(IPAddress? address)
    {
        var at = address ?? IPAddress.IPv6Any;
        var socket = new Socket(at.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        if (address is null)
            socket.DualMode = true;
        socket.Bind(new IPEndPoint(at, 0));
        return socket;
    }

    private async Task ServeAsync(Func<byte[], byte[]?> answer, TimeSpan delay, Socket from)
    {
        var buffer = new byte[65536];
        var anybody = new IPEndPoint(_socket.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
        try
        {
            while (true)
            {
                var came = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, anybody);
                Interlocked.Increment(ref _received);
                if (answer(buffer[..came.ReceivedBytes]) is not { } reply)
                    continue;
                await Task.Delay(delay);
                await from.SendToAsync(reply, SocketFlags.None, came.RemoteEndPoint);
            }
        }
        catch (Exception failure) when (failure is ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }
}
