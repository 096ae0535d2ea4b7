namespace PortFirewall.Core.Tests.Values;

public sealed class PortTextTests
{
    [Theory]
    [InlineData("22", 22, 22)]
    [InlineData(" 22 \n", 22, 22)]
    [InlineData("1", 1, 1)]
    [InlineData("65535", 65535, 65535)]
    [InlineData("6000-6010", 6000, 6010)]
    [InlineData("6000:6010", 6000, 6010)]
    [InlineData("7-7", 7, 7)]
    [InlineData("1-65535", 1, 65535)]
    [InlineData("ssh", 22, 22)]
    [InlineData("http-alt", 8080, 8080)]
    [InlineData("9p-1", 564, 564)]
    public void Numbers_ranges_and_service_names_are_read(string text, int low, int high)
        => Assert.Equal(new PortRange(low, high), PortText.Parse(text, "tcp", new Services()));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("65536")]
    [InlineData("99999999999999999999")]
    [InlineData("0-10")]
    [InlineData("1-65536")]
    [InlineData("10--20")]
    [InlineData("-")]
    [InlineData(":")]
    [InlineData("22:")]
    [InlineData(":22")]
    [InlineData("1-2-3")]
    [InlineData("1,2")]
    [InlineData("2 2")]
    [InlineData("٢٢")]
    [InlineData("22.0")]
    public void What_is_no_port_is_an_error(string text)
        => Expect.Error("PortOutOfRange", () => PortText.Parse(text, "tcp", new Services()));

    [Theory]
    [InlineData("6010-6000")]
    [InlineData("2:1")]
    public void A_range_that_ends_before_it_begins_is_an_error(string text)
        => Expect.Error("PortRangeReversed", () => PortText.Parse(text, "tcp", new Services()));

    [Theory]
    [InlineData("gopher")]
    [InlineData("foo-bar")]
    [InlineData("0x16")]
    [InlineData("6000-ssh")]
    [InlineData("--dport")]
    [InlineData("1e3")]
    public void A_name_that_the_system_does_not_know_is_an_error(string text)
        => Expect.Error("ServiceNotFound", () => PortText.Parse(text, "tcp", new Services()));

    [Fact]
    public void A_service_is_one_of_its_protocol() => Expect.Error("ServiceNotFound", () => PortText.Parse("ssh", "udp", new Services()));

    private sealed class Services : IServiceNames
    {
        public int? FindPort(string name, string protocol) => (name, protocol) switch
        {
            ("ssh", "tcp") => 22,
            ("http-alt", "tcp") => 8080,
            ("9p-1", "tcp") => 564,
            _ => null,
        };
    }
}
