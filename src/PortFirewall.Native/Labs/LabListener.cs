using System.Net;
using System.Net.Sockets;

namespace PortFirewall;

/// <summary>The lab's service: it accepts connections on one port, for IPv4 and IPv6, and ends each one at once.</summary>
internal sealed class LabListener : IDisposable
{
    private const int Backlog = 128;
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(50);

    private readonly IReadOnlyList<Socket> _sockets;

    private LabListener(IReadOnlyList<Socket> sockets)
    {
        _sockets = sockets;
        foreach (var socket in sockets)
            _ = ServeAsync(socket);
    }

    /// <summary>Listens in a network namespace.</summary>
    /// <exception cref="FirewallException">As <see cref="NamespaceThread"/>.</exception>
    /// <exception cref="SocketException">Somebody else listens there.</exception>
    public static async Task<LabListener> StartAsync(string networkNamespace, int port, string purpose, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        // Waited for to its end, which is at once: otherwise nobody would have the sockets.
        return new LabListener(await NamespaceThread.RunAsync(networkNamespace, () => Open(port), purpose, CancellationToken.None));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var socket in _sockets)
            socket.Dispose();
    }

    private static List<Socket> Open(int port)
    {
        var sockets = new List<Socket>();
        try
        {
            // One socket a family, as a service that binds to each address has: ss shows 0.0.0.0 and [::].
            foreach (var any in (IPAddress[])[IPAddress.Any, IPAddress.IPv6Any])
            {
                var socket = new Socket(any.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                sockets.Add(socket);
                if (any.Equals(IPAddress.IPv6Any))
                    socket.DualMode = false;
                socket.Bind(new IPEndPoint(any, port));
                socket.Listen(Backlog);
            }
            return sockets;
        }
        catch (SocketException)
        {
            sockets.ForEach(socket => socket.Dispose());
            throw;
        }
    }

    private static async Task ServeAsync(Socket listener)
    {
        while (true)
        {
            try
            {
                using var connection = await listener.AcceptAsync();
                connection.Shutdown(SocketShutdown.Both);
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (SocketException failure) when (failure.SocketErrorCode is SocketError.OperationAborted or SocketError.Interrupted)
            {
                return;
            }
            catch (SocketException)
            {
                // A client that left already, or no file handle left: the next one may fare better.
                await Task.Delay(Breath);
            }
        }
    }
}
