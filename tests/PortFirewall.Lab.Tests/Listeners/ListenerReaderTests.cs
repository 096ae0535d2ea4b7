using System.Net;
using System.Net.Sockets;

namespace PortFirewall;

/// <summary>Real sockets, as <c>ss</c> shows them.</summary>
public sealed class ListenerReaderTests : IDisposable
{
    private const int Port = 4000;

    private readonly TestLab _lab = TestLab.Create();
    private readonly List<Socket> _sockets = [];

    public void Dispose()
    {
        _sockets.ForEach(socket => socket.Dispose());
        _lab.Dispose();
    }

    [Fact]
    public async Task The_labs_own_listener_is_found_in_each_family()
    {
        var listeners = (await ReadAsync()).Where(listener => listener.Port == _lab.Port).ToList();
        Assert.Equal([AddressFamily.IPv4, AddressFamily.IPv6], listeners.Select(listener => listener.AddressFamily));
        Assert.All(listeners, listener =>
        {
            Assert.Equal(ListenerScope.All, listener.Scope);
            Assert.Equal(Environment.ProcessId, listener.ProcessId);
            Assert.Equal(_lab.Server, listener.NetworkNamespace);
            Assert.Equal(listener.AddressFamily == AddressFamily.IPv4, listener.AcceptsIPv4);
            Assert.Equal(listener.AddressFamily == AddressFamily.IPv6, listener.AcceptsIPv6);
        });
    }

    [Fact]
    public async Task A_dual_stack_socket_takes_both_families()
    {
        await ListenAsync(IPAddress.IPv6Any, socket => socket.DualMode = true);
        var listener = await OneAsync();
        Assert.True(listener.AcceptsIPv4);
        Assert.True(listener.AcceptsIPv6);
        Assert.Equal(ListenerScope.All, listener.Scope);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task A_loopback_socket_is_for_this_host_only(string address)
    {
        await ListenAsync(IPAddress.Parse(address));
        Assert.Equal(ListenerScope.Loopback, (await OneAsync()).Scope);
    }

    [Fact]
    public async Task A_socket_on_one_address_says_which()
    {
        await ListenAsync(_lab.Lab.ServerAddress);
        var listener = await OneAsync();
        Assert.Equal(_lab.Lab.ServerAddress, listener.LocalAddress);
        Assert.Equal(ListenerScope.Address, listener.Scope);
    }

    [Fact]
    public async Task A_socket_that_is_bound_to_a_device_says_which()
    {
        const int SolSocket = 1;
        const int BindToDevice = 25;
        await ListenAsync(IPAddress.Any, socket => socket.SetRawSocketOption(SolSocket, BindToDevice, "eth0\0"u8));
        var listener = await OneAsync();
        Assert.Equal("eth0", listener.Interface);
        Assert.Equal(IPAddress.Any, listener.LocalAddress);
    }

    [Fact]
    public async Task A_datagram_socket_is_a_listener_until_it_is_connected()
    {
        var socket = await OpenAsync(() => new Socket(SocketType.Dgram, ProtocolType.Udp) { DualMode = false }, IPAddress.IPv6Any);
        var listener = await OneAsync();
        Assert.Equal("udp", listener.Protocol);
        Assert.False(listener.AcceptsIPv4);
        await socket.ConnectAsync(new IPEndPoint(_lab.Lab.ClientAddressIPv6, 53));
        Assert.DoesNotContain(await ReadAsync(), other => other.Port == Port);
    }

    [Fact]
    public async Task Nothing_of_a_namespace_is_seen_from_the_host()
        => Assert.DoesNotContain(await ListenerReader.ReadAsync(null, CancellationToken.None), listener => listener.Port == _lab.Port && listener.ProcessId == Environment.ProcessId);

    private Task<IReadOnlyList<PortListener>> ReadAsync() => ListenerReader.ReadAsync(_lab.Server, CancellationToken.None);

    private async Task<PortListener> OneAsync() => Assert.Single(await ReadAsync(), listener => listener.Port == Port);

    private async Task ListenAsync(IPAddress address, Action<Socket>? prepare = null)
    {
        var socket = await OpenAsync(
            () =>
            {
                var made = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                prepare?.Invoke(made);
                return made;
            },
            address);
        socket.Listen();
    }

    private async Task<Socket> OpenAsync(Func<Socket> make, IPAddress address)
    {
        var socket = await NamespaceThread.RunAsync(_lab.Server, make, "test", CancellationToken.None);
        _sockets.Add(socket);
        socket.Bind(new IPEndPoint(address, Port));
        return socket;
    }
}
