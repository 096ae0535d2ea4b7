namespace PortFirewall;

public sealed class ComputerNameTests
{
    [Theory]
    [InlineData("server.example.net")]
    [InlineData("xn--bcher-kva.example")]
    [InlineData("bücher.example")]
    [InlineData("_service.example")]
    [InlineData("192.0.2.1")]
    [InlineData("2001:db8::1")]
    [InlineData("fe80::1%eth0")]
    public void Names_and_addresses_are_taken_as_they_are(string text) => Assert.Equal(text, ComputerName.Check(text));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("-v")]
    [InlineData(".example")]
    [InlineData("a b")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    [InlineData("host:22")]
    [InlineData("[::1]:22")]
    [InlineData("user@host")]
    [InlineData("http://host")]
    public void What_can_not_be_a_host_is_an_error(string text)
        => Assert.Equal("InvalidComputerName", Assert.Throws<FirewallException>(() => ComputerName.Check(text)).ErrorId);

    [Fact]
    public void A_name_may_not_be_longer_than_DNS_carries()
        => Assert.Throws<FirewallException>(() => ComputerName.Check(new string('a', 254)));

    [Theory]
    [InlineData("192.0.2.1", AddressFamily.IPv4)]
    [InlineData("fe80::1%no-such-link", AddressFamily.IPv6)]
    [InlineData("::ffff:192.0.2.1", AddressFamily.IPv4)]
    [InlineData("server.example.net", null)]
    public void The_family_of_an_address_shows_without_looking_anything_up(string text, AddressFamily? family)
        => Assert.Equal(family, ComputerName.LiteralFamily(text));
}
