using System.Net.Sockets;

namespace PortFirewall;

/// <summary>
/// Ends a connection as a client does that has nothing to say. Closing at once would answer a server's greeting with a reset,
/// which services log as an attack; so the greeting is read first, in the background and for a bounded time.
/// </summary>
internal static class Farewell
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>Closes the socket, and does not keep the caller waiting.</summary>
    public static void Say(Socket socket)
    {
        if (socket.Connected)
            _ = CloseAsync(socket);
        else
            socket.Dispose();
    }

    private static async Task CloseAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                socket.Shutdown(SocketShutdown.Send);
                using var limit = new CancellationTokenSource(Longest);
                var unread = new byte[1024];
                while (await socket.ReceiveAsync(unread, limit.Token) > 0)
                {
                }
            }
            catch (Exception failure) when (failure is SocketException or OperationCanceledException)
            {
                // The server closed its own way, or has more to say than anybody wants to hear.
            }
        }
    }
}
