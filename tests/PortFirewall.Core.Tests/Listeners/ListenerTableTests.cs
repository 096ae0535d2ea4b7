using System.Net;
using CsCheck;

namespace PortFirewall;

public sealed class ListenerTableTests
{
    private const string Dual = "tcp   LISTEN 0      1                  *:2223            *:*    users:((\"nc\",pid=8997,fd=3)) ino:33762 sk:6 cgroup:/ v6only:0 <->         ";

    private static readonly string[] Pieces =
        ["tcp", "udp", "LISTEN", "UNCONN", "0", "[", "]", ":", "%", "*", "::", "*:80", "users:((", "\"", ",pid=", ",fd=", "))", "v6only:1", "\n", "99999999999"];

    [Fact]
    public void An_IPv4_wildcard_socket_takes_IPv4_clients_from_everywhere()
    {
        var listener = One("tcp   LISTEN 0      1            0.0.0.0:2222      0.0.0.0:*    users:((\"nc\",pid=8996,fd=3)) ino:33759 sk:3 cgroup:/ <->");
        Assert.Equal("tcp", listener.Protocol);
        Assert.Equal(AddressFamily.IPv4, listener.AddressFamily);
        Assert.Equal(IPAddress.Any, listener.LocalAddress);
        Assert.Equal(2222, listener.Port);
        Assert.Equal(ListenerScope.All, listener.Scope);
        Assert.True(listener.AcceptsIPv4);
        Assert.False(listener.AcceptsIPv6);
        Assert.Null(listener.Interface);
        Assert.Equal("nc", listener.ProcessName);
        Assert.Equal(8996, listener.ProcessId);
    }

    [Fact]
    public void A_dual_stack_socket_takes_both_families()
    {
        var listener = One(Dual);
        Assert.Equal(AddressFamily.IPv6, listener.AddressFamily);
        Assert.Equal(IPAddress.IPv6Any, listener.LocalAddress);
        Assert.True(listener.AcceptsIPv4);
        Assert.True(listener.AcceptsIPv6);
    }

    [Fact]
    public void A_socket_for_IPv6_only_takes_no_IPv4()
    {
        var listener = One("tcp LISTEN 0 128 [::]:22 [::]:* users:((\"sshd\",pid=1,fd=4)) ino:1 sk:1 cgroup:/ v6only:1 <->");
        Assert.Equal(ListenerScope.All, listener.Scope);
        Assert.False(listener.AcceptsIPv4);
        Assert.True(listener.AcceptsIPv6);
    }

    [Theory]
    [InlineData("127.0.0.1:25", "127.0.0.1", ListenerScope.Loopback, null)]
    [InlineData("127.0.0.53%lo:53", "127.0.0.53", ListenerScope.Loopback, "lo")]
    [InlineData("[::1]:25", "::1", ListenerScope.Loopback, null)]
    [InlineData("0.0.0.0%lo:53", "0.0.0.0", ListenerScope.Loopback, "lo")]
    [InlineData("0.0.0.0%eth0:68", "0.0.0.0", ListenerScope.All, "eth0")]
    [InlineData("192.0.2.10:443", "192.0.2.10", ListenerScope.Address, null)]
    [InlineData("[2001:db8::1]:443", "2001:db8::1", ListenerScope.Address, null)]
    [InlineData("[fe80::1]%eth0:546", "fe80::1", ListenerScope.Link, "eth0")]
    [InlineData("[fe80::1%eth0]:546", "fe80::1", ListenerScope.Link, "eth0")]
    [InlineData("169.254.1.1:80", "169.254.1.1", ListenerScope.Link, null)]
    [InlineData(":::22", "::", ListenerScope.All, null)]
    public void The_scope_follows_from_address_and_interface(string local, string address, ListenerScope scope, string? link)
    {
        var listener = One($"tcp LISTEN 0 128 {local} *:*");
        Assert.Equal(IPAddress.Parse(address), listener.LocalAddress);
        Assert.Equal(scope, listener.Scope);
        Assert.Equal(link, listener.Interface);
    }

    [Fact]
    public void An_IPv6_socket_on_an_IPv4_address_takes_IPv4_only()
    {
        var listener = One("tcp LISTEN 0 100 [::ffff:127.0.0.1]:8005 *:* ino:1 sk:2 v6only:0 <->");
        Assert.Equal(IPAddress.Loopback, listener.LocalAddress);
        Assert.Equal(ListenerScope.Loopback, listener.Scope);
        Assert.True(listener.AcceptsIPv4);
        Assert.False(listener.AcceptsIPv6);
    }

    [Fact]
    public void Of_several_processes_the_one_with_the_lowest_id_is_named()
    {
        var listener = One("tcp LISTEN 0 511 0.0.0.0:80 0.0.0.0:* users:((\"nginx\",pid=12,fd=6),(\"nginx\",pid=10,fd=6),(\"nginx\",pid=11,fd=6))");
        Assert.Equal(10, listener.ProcessId);
    }

    [Theory]
    [InlineData("tmux: server")]
    [InlineData("a)) b")]
    [InlineData("x\",pid=1,fd=3")]
    [InlineData("x v6only:1 y")]
    public void A_process_may_call_itself_anything_and_changes_nothing_but_its_name(string name)
    {
        var listener = One($"tcp LISTEN 0 1 *:2223 *:* users:((\"{name}\",pid=4711,fd=3)) ino:1 sk:6 cgroup:/ v6only:0 <->");
        Assert.Equal(name, listener.ProcessName);
        Assert.Equal(4711, listener.ProcessId);
        Assert.True(listener.AcceptsIPv4);
    }

    [Fact]
    public void Without_privilege_there_is_no_process_and_still_a_listener()
    {
        var listener = One("tcp LISTEN 0 128 0.0.0.0:2024 0.0.0.0:* ino:1595 sk:4 cgroup:/ <->");
        Assert.Null(listener.ProcessName);
        Assert.Null(listener.ProcessId);
    }

    [Fact]
    public void A_datagram_socket_that_is_not_connected_counts_as_listening()
        => Assert.Equal("udp", One("udp UNCONN 0 0 0.0.0.0:5353 0.0.0.0:* users:((\"nc\",pid=8998,fd=3)) ino:1 sk:1").Protocol);

    [Theory]
    [InlineData("udp ESTAB 0 0 192.0.2.1:5353 192.0.2.2:53")]
    [InlineData("tcp ESTAB 0 0 192.0.2.1:22 192.0.2.2:40000")]
    [InlineData("Netid State Recv-Q Send-Q Local Address:Port Peer Address:PortProcess")]
    [InlineData("u_str LISTEN 0 4096 /run/dbus 1234 * 0")]
    [InlineData("tcp LISTEN 0 128 0.0.0.0:http 0.0.0.0:*")]
    [InlineData("tcp LISTEN 0 128 0.0.0.0:0 0.0.0.0:*")]
    [InlineData("tcp LISTEN 0 128 0.0.0.0:65536 0.0.0.0:*")]
    [InlineData("tcp LISTEN 0 128 : 0.0.0.0:*")]
    [InlineData("tcp LISTEN 0 128 0.0.0.0%:80 0.0.0.0:*")]
    [InlineData("tcp LISTEN")]
    [InlineData("")]
    public void A_line_about_something_else_is_left_out(string line)
        => Assert.Empty(ListenerTable.Read(line, null));

    [Fact]
    public void Sockets_that_share_a_port_within_a_process_are_one_listener()
        => Assert.Single(ListenerTable.Read(Dual + "\n" + Dual.Replace("33762", "33763", StringComparison.Ordinal) + "\n", null));

    [Fact]
    public void The_namespace_is_handed_on()
        => Assert.Equal("blue", Assert.Single(ListenerTable.Read(Dual, "blue")).NetworkNamespace);

    [Fact]
    public void No_text_breaks_the_reader()
        => Gen.OneOf(
                Gen.String,
                Gen.Int[0, Pieces.Length - 1].Array[0, 40].Select(chosen => string.Join(' ', chosen.Select(i => Pieces[i]))),
                Gen.Select(Gen.Int[0, Dual.Length - 1], Gen.Char, (at, c) => Dual[..at] + c + Dual[(at + 1)..]))
            .Sample(text => ListenerTable.Read(text, null), iter: 20_000);

    private static PortListener One(string line) => Assert.Single(ListenerTable.Read(line + "\n", null));
}
