namespace PortFirewall.Core.Tests.Values;

public sealed class ProtocolNumberTests
{
    [Theory]
    [InlineData("tcp", 6)]
    [InlineData("TCP", 6)]
    [InlineData("6", 6)]
    [InlineData("udp", 17)]
    [InlineData("sctp", 132)]
    [InlineData("dccp", 33)]
    [InlineData("ipv6-icmp", 58)]
    [InlineData("icmpv6", 58)]
    public void A_protocol_matches_its_number_only(string text, int number)
    {
        Assert.True(ProtocolNumbers.Read(text).Contains(number));
        Assert.False(ProtocolNumbers.Read(text).Contains(number + 1));
        Assert.False(ProtocolNumbers.Read(text).Contains(number - 1));
    }

    // Protocol 0 is "ip" in /etc/protocols and any protocol to iptables.
    [Theory]
    [InlineData("all")]
    [InlineData("0")]
    [InlineData("ip")]
    public void Any_protocol_matches_all(string text) => Assert.Equal(ProtocolNumbers.All, ProtocolNumbers.Read(text));

    [Fact]
    public void A_name_that_is_not_known_is_no_protocol_with_ports()
        => Assert.All(ProtocolNumbers.WithPorts, name => Assert.False(ProtocolNumbers.Read("fancy").Contains(ProtocolNumbers.OfPortProtocol(name))));

    [Fact]
    public void A_person_may_write_a_protocol_in_any_case() => Assert.Equal("tcp", ProtocolNumbers.CheckHasPorts(" TCP "));

    [Theory]
    [InlineData("icmp")]
    [InlineData("")]
    [InlineData("all")]
    [InlineData("6")]
    public void A_protocol_without_ports_is_an_error(string protocol)
        => Expect.Error("ProtocolWithoutPorts", () => ProtocolNumbers.CheckHasPorts(protocol));
}
