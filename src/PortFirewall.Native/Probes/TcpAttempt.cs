using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace PortFirewall;

/// <summary>One TCP connection attempt and what the kernel told about it.</summary>
/// <param name="Facts">What happened.</param>
/// <param name="Latency">From the first packet to the outcome; null where nothing was sent.</param>
/// <param name="LocalPort">The port it came from; null where the kernel had chosen none.</param>
internal sealed record TcpAttempt(ConnectFacts Facts, TimeSpan? Latency, int? LocalPort)
{
    /// <summary>Connects, and closes again.</summary>
    /// <param name="open">Runs the opening of the socket where it shall belong.</param>
    /// <param name="to">The address, as the vantage's routing sees it.</param>
    /// <param name="port">The port.</param>
    /// <param name="timeout">The bound on connecting.</param>
    /// <param name="cancellation">Ends it at once.</param>
    public static async Task<TcpAttempt> RunAsync(
        Func<Func<Socket>, CancellationToken, Task<Socket>> open, ProbeDestination to, int port, TimeSpan timeout, CancellationToken cancellation)
    {
        var facts = new ConnectFacts
        {
            Remote = to.Address,
            Port = port,
            Local = to.Source,
            IsOwnAddress = to.IsOwn,
            Timeout = timeout,
            Error = SocketError.Success,
            KernelKeepsIcmp = SocketErrorQueue.KeptWhileConnecting,
        };
        Socket socket;
        try
        {
            socket = await open(() => Open(to), cancellation);
        }
        catch (SocketException failure)
        {
            return new TcpAttempt(facts with { Error = failure.SocketErrorCode }, null, null);
        }
        var start = Stopwatch.GetTimestamp();
        var connecting = new PendingConnect(socket, new IPEndPoint(to.Address, port));
        try
        {
            var error = await connecting.EndAsync(timeout, cancellation);
            var latency = Stopwatch.GetElapsedTime(start);
            facts = facts with
            {
                Local = connecting.Local?.Address ?? facts.Local,
                LocalPort = connecting.Local?.Port,
                Error = error,
                Icmp = error == SocketError.Success ? null : SocketErrorQueue.Take(socket),
                Progress = error == SocketError.TimedOut ? SynTrace.Of(socket) : SynProgress.Unknown,
            };
            return new TcpAttempt(facts, facts.Local is null ? null : latency, facts.LocalPort);
        }
        finally
        {
            Farewell.Say(socket);
        }
    }

    private static Socket Open(ProbeDestination to)
    {
        var socket = new Socket(to.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            SocketErrorQueue.Enable(socket);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }
}
