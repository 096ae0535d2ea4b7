using System.Net;
using System.Net.Sockets;

namespace PortFirewall;

/// <summary>A service is never called reached by what the vantage's own NAT has sent elsewhere: real packets, and what the kernel keeps of them.</summary>
public sealed class VantageNatTests : IDisposable
{
    private readonly TestLab _lab = TestLab.Create();

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData("198.51.100.77", "iptables-nft", "127.0.0.1")]
    [InlineData("198.51.100.77", "iptables-legacy", "127.0.0.1")]
    [InlineData("198.51.100.77", "nft", "127.0.0.1")]
    [InlineData("2001:db8::77", "ip6tables-nft", "[::1]")]
    [InlineData("2001:db8::77", "ip6tables-legacy", "[::1]")]
    [InlineData("2001:db8::77", "nft", "[::1]")]
    public void A_connection_that_never_leaves_the_vantage_reaches_nobody(string nobody, string tool, string loopback)
    {
        using var listener = Listen();
        var port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        Redirect(tool, nobody, "tcp", port);
        var probe = Probing.One(_lab.Client, nobody, _lab.Port, 2);
        Assert.Equal(ProbeOutcome.Redirected, probe.Outcome);
        Assert.False(probe.Reachable);
        Assert.False(probe.CrossesNetwork);
        Assert.Contains($"sends it to {loopback}:{port}, an address of the vantage itself", probe.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_connection_that_is_dropped_there_reaches_nobody_either()
    {
        Redirect("iptables-nft", "198.51.100.77", "tcp", 4444);
        _lab.InClient("iptables-nft", "-A", "INPUT", "-p", "tcp", "--dport", "4444", "-j", "DROP");
        var probe = Probing.One(_lab.Client, "198.51.100.77", _lab.Port, 0.3);
        Assert.Equal(ProbeOutcome.Redirected, probe.Outcome);
        Assert.False(probe.CrossesNetwork);
    }

    [Theory]
    [InlineData("198.51.100.77")]
    [InlineData("2001:db8::77")]
    public void An_answer_to_a_datagram_that_never_leaves_the_vantage_is_nobodys(string nobody)
    {
        using var server = UdpServer.Start(_lab.Client, datagram => datagram);
        Redirect("nft", nobody, "udp", server.Port);
        var probe = Probing.Ask(_lab.Client, nobody, 7, DatagramApplications.Require("echo"), 2);
        Assert.Equal(ProbeOutcome.Redirected, probe.Outcome);
        Assert.False(probe.CrossesNetwork);
    }

    [Fact]
    public void Another_hosts_address_is_reached_and_named()
    {
        _lab.InServer("iptables-nft", "-P", "INPUT", "ACCEPT");
        _lab.InClient("iptables-nft", "-t", "nat", "-A", "OUTPUT", "-d", "198.51.100.77", "-j", "DNAT", "--to-destination", "198.51.100.1");
        var probe = Probing.One(_lab.Client, "198.51.100.77", _lab.Port, 2);
        Assert.Equal(ProbeOutcome.Open, probe.Outcome);
        Assert.True(probe.CrossesNetwork);
        Assert.Contains($"sends it to 198.51.100.1:{_lab.Port}", probe.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_that_is_translated_is_no_other_destination()
    {
        _lab.InServer("iptables-nft", "-P", "INPUT", "ACCEPT");
        _lab.InClient("iptables-nft", "-t", "nat", "-A", "POSTROUTING", "-p", "tcp", "-j", "MASQUERADE", "--to-ports", "50000-50010");
        var probe = Probing.One(_lab.Client, "198.51.100.1", _lab.Port, 2);
        Assert.Equal(ProbeOutcome.Open, probe.Outcome);
        Assert.True(probe.CrossesNetwork);
        Assert.DoesNotContain("nat OUTPUT", probe.Detail, StringComparison.Ordinal);
    }

    private void Redirect(string tool, string address, string protocol, int port)
    {
        var (family, asked) = (address.Contains(':', StringComparison.Ordinal) ? "ip6" : "ip", protocol == "tcp" ? _lab.Port : 7);
        if (tool == "nft")
            _lab.InClient(tool, $"add table {family} n; add chain {family} n o {{ type nat hook output priority -100; }}; add rule {family} n o {protocol} dport {asked} redirect to :{port}");
        else
            _lab.InClient(tool, "-t", "nat", "-A", "OUTPUT", "-p", protocol, "--dport", $"{asked}", "-j", "REDIRECT", "--to-ports", $"{port}");
    }

    /// <summary>A service of the vantage itself, for both families.</summary>
    private Socket Listen() => NamespaceThread.RunAsync(_lab.Client, () =>
    {
        var socket = new Socket(System.Net.Sockets.AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true };
        socket.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
        socket.Listen();
        return socket;
    }, "listen", CancellationToken.None).GetAwaiter().GetResult();
}
