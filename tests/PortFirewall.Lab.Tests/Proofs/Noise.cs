using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace PortFirewall;

/// <summary>
/// Other clients of a service: more than a thousand connections a second from the very address that a probe comes from, each accepted and ended at once. It
/// ends when it is disposed of, and by itself after half a minute.
/// </summary>
internal sealed class Noise : IDisposable
{
    /// <summary>Probes come from other ports: <see cref="KeepFromPorts"/>.</summary>
    private const int FirstPort = 20_000;

    private const int LastPort = 39_999;
    private const int PerSecond = 2_000;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Socket _listener;
    private readonly List<Task<bool>> _work;
    private volatile bool _ended;
    private int _made;

    private Noise(TestLab lab, Socket listener, IPAddress from, IPEndPoint to)
    {
        _listener = listener;
        _work =
        [
            NamespaceThread.RunAsync(lab.Server, Serve, "serve", CancellationToken.None),
            NamespaceThread.RunAsync(lab.Client, () => Connect(from, to), "connect", CancellationToken.None),
        ];
    }

    /// <summary>How many connections have been made.</summary>
    public int Made => Volatile.Read(ref _made);

    /// <summary>Starts to connect to a port on which nobody else listens, and is under way when it returns.</summary>
    public static Noise Start(TestLab lab, AddressFamily family, int port)
    {
        var to = new IPEndPoint(lab.ServerAddress(family), port);
        var from = family == AddressFamily.IPv4 ? lab.Lab.ClientAddress : lab.Lab.ClientAddressIPv6;
        KeepFromPorts(lab);
        var listener = NamespaceThread.RunAsync(lab.Server, () => Listen(to), "listen", CancellationToken.None).GetAwaiter().GetResult();
        var noise = new Noise(lab, listener, from, to);
        noise.Await(1);
        return noise;
    }

    /// <summary>Waits until so many more connections have been made, however long the machine takes for them.</summary>
    public void Await(int connections)
    {
        var wanted = Made + connections;
        Assert.True(SpinWait.SpinUntil(() => Made >= wanted, Longest), $"{connections} connections were not made in {Longest.TotalSeconds} s.");
    }

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        _ended = true;
        _listener.Dispose();
        Task.WaitAll([.. _work]);
    }

    /// <summary>A number that the noise once had, and gave back, would else be a probe's.</summary>
    private static void KeepFromPorts(TestLab lab)
        => lab.InClient("sysctl", "-q", "-w", "net.ipv4.ip_local_port_range=40000 60000");

    private static Socket Listen(IPEndPoint at)
    {
        var listener = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(at);
        listener.Listen(512);
        return listener;
    }

    private bool Serve()
    {
        while (!_ended && _watch.Elapsed < Longest)
        {
            try
            {
                if (!_listener.Poll(50_000, SelectMode.SelectRead))
                    continue;
                using var client = _listener.Accept();
            }
            catch (Exception end) when (end is SocketException or ObjectDisposedException)
            {
                // Ended, or a client that has gone already.
            }
        }
        return true;
    }

    private bool Connect(IPAddress from, IPEndPoint to)
    {
        var port = FirstPort;
        for (var made = 0L; !_ended && _watch.Elapsed < Longest; made++)
        {
            // Paced, as the machine has others to serve.
            while (made > _watch.Elapsed.TotalSeconds * PerSecond)
                Thread.Sleep(1);
            using var socket = new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            port = port == LastPort ? FirstPort : port + 1;
            try
            {
                // Ended with a reset, so that neither side remembers it.
                socket.LingerState = new LingerOption(true, 0);
                socket.Bind(new IPEndPoint(from, port));
                socket.Connect(to);
                Interlocked.Increment(ref _made);
            }
            catch (SocketException)
            {
                // One more or less.
            }
        }
        return true;
    }
}
