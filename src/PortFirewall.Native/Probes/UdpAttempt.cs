using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace PortFirewall;

/// <summary>One request over UDP, and what the kernel told about it.</summary>
/// <param name="Facts">What happened.</param>
/// <param name="Latency">From the first datagram to the outcome; null where nothing was sent.</param>
/// <param name="LocalPort">The port it came from; null where the kernel had chosen none.</param>
internal sealed record UdpAttempt(DatagramFacts Facts, TimeSpan? Latency, int? LocalPort)
{
    /// <summary>Sends the request, once more where nothing comes back, and waits for the reply.</summary>
    /// <param name="open">Runs the opening of the socket where it shall belong.</param>
    /// <param name="to">The address, as the vantage's routing sees it.</param>
    /// <param name="port">The port.</param>
    /// <param name="request">What to send, and what counts as its reply.</param>
    /// <param name="timeout">The bound on all of it.</param>
    /// <param name="cancellation">Ends it at once.</param>
    public static async Task<UdpAttempt> RunAsync(
        Func<Func<Socket>, CancellationToken, Task<Socket>> open, ProbeDestination to, int port, DatagramRequest request, TimeSpan timeout, CancellationToken cancellation)
    {
        var facts = new DatagramFacts
        {
            Remote = to.Address,
            Port = port,
            IsOwnAddress = to.IsOwn,
            Timeout = timeout,
            Error = SocketError.Success,
        };
        try
        {
            using var socket = await open(() => Open(to), cancellation);
            var remote = new IPEndPoint(to.Address, port);
            if (request.IsAnsweredFromAnyPort)
                socket.Bind(new IPEndPoint(to.Family == AddressFamily.IPv6 ? IPAddress.IPv6Any : IPAddress.Any, 0));
            else
                socket.Connect(remote);
            var local = SocketName.Of(socket);
            facts = facts with { Local = request.IsAnsweredFromAnyPort ? to.Source : local?.Address, LocalPort = local?.Port };
            var start = Stopwatch.GetTimestamp();
            facts = await new DatagramExchange(socket, remote, request, facts).RunAsync(cancellation);
            return new UdpAttempt(facts, facts.Sent == 0 ? null : Stopwatch.GetElapsedTime(start), facts.LocalPort);
        }
        catch (SocketException failure)
        {
            return new UdpAttempt(facts with { Error = failure.SocketErrorCode }, null, null);
        }
    }

    private static Socket Open(ProbeDestination to)
    {
        var socket = new Socket(to.Address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
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
