namespace PortFirewall;

public sealed class VantageTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("localhost")]
    [InlineData("LocalHost")]
    public void Nothing_or_localhost_is_this_host(string? text)
        => Assert.Equal("localhost", Vantage.Parse(text).Text);

    [Theory]
    [InlineData("netns:blue")]
    [InlineData("NETNS:blue")]
    public void A_namespace_is_written_with_its_scheme(string text)
    {
        Assert.Equal(new NamespaceVantage("blue"), Vantage.Parse(text));
        Assert.Equal("netns:blue", Vantage.Parse(text).Text);
    }

    [Theory]
    [InlineData("netns:")]
    [InlineData("blue")]
    [InlineData("telnet://host")]
    [InlineData("-oProxyCommand=x")]
    public void Anything_else_is_no_place_to_connect_from(string text)
        => Assert.Equal("InvalidVantage", Assert.Throws<FirewallException>(() => Vantage.Parse(text)).ErrorId);
}
