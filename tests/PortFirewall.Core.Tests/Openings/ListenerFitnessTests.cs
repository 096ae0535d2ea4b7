using System.Net;

namespace PortFirewall.Core.Tests.Openings;

public sealed class ListenerFitnessTests
{
    private static readonly AddressFamily[] Both = [AddressFamily.IPv4, AddressFamily.IPv6];

    [Fact]
    public void Nothing_that_listens_is_an_error() => Fails("PortNotListening", Judge([]));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void What_listens_on_a_loopback_address_only_can_not_be_opened(string address)
        => Fails("ListenerOnLoopback", Judge([Listener(address)]));

    [Fact]
    public void A_loopback_socket_beside_one_for_all_is_no_harm()
        => Assert.Equal(Both, Judge([Listener("127.0.0.1"), Listener("0.0.0.0"), Listener("::")]).Families);

    [Fact]
    public void A_socket_that_takes_both_families_serves_both()
        => Assert.Equal(Both, Judge([Listener("::", takesIPv4: true)]).Families);

    [Theory]
    [InlineData("0.0.0.0", AddressFamily.IPv4, "IPv6")]
    [InlineData("2001:db8::1", AddressFamily.IPv6, "IPv4")]
    public void A_family_that_nobody_serves_is_left_out_and_told(string address, AddressFamily served, string left)
    {
        var fitness = Judge([Listener(address)]);
        Assert.Equal([served], fitness.Families);
        Assert.EndsWith($"so the port stays closed for {left}.", fitness.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public void A_family_that_somebody_named_is_not_left_out_silently()
        => Fails("ListenerOfOtherFamily", ListenerFitness.Of([Listener("0.0.0.0")], Rule, Both, areNamed: true, null));

    [Fact]
    public void No_family_left_is_an_error()
        => Fails("ListenerOfOtherFamily", ListenerFitness.Of([Listener("0.0.0.0")], Rule, [AddressFamily.IPv6], areNamed: false, null));

    private static PortRule Rule => new() { Family = AddressFamily.IPv4, Protocol = "tcp", Port = new PortRange(2222, 2222) };

    private static ListenerFitness Judge(IReadOnlyList<PortListener> listeners) => ListenerFitness.Of(listeners, Rule, Both, areNamed: false, null);

    private static void Fails(string id, ListenerFitness fitness)
    {
        Assert.Equal(id, fitness.Error?.ErrorId);
        Assert.Empty(fitness.Families);
    }

    private static PortListener Listener(string address, bool takesIPv4 = false)
    {
        var local = IPAddress.Parse(address);
        var isIPv4 = local.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork;
        return new PortListener
        {
            Protocol = "tcp",
            AddressFamily = isIPv4 ? AddressFamily.IPv4 : AddressFamily.IPv6,
            LocalAddress = local,
            Port = 2222,
            Scope = IPAddress.IsLoopback(local) ? ListenerScope.Loopback : local.Equals(IPAddress.Any) || local.Equals(IPAddress.IPv6Any) ? ListenerScope.All : ListenerScope.Address,
            AcceptsIPv4 = isIPv4 || takesIPv4,
            AcceptsIPv6 = !isIPv4,
            ProcessName = "sshd",
        };
    }
}
