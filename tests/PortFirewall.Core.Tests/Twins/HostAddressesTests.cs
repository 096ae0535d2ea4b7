namespace PortFirewall.Core.Tests.Twins;

/// <summary>What <c>ip -json address show</c> prints, and what it prints where it knows no JSON.</summary>
public sealed class HostAddressesTests
{
    [Theory]
    [InlineData("")]
    [InlineData("Option \"-json\" is unknown, try \"ip -help\".")]
    [InlineData("{}")]
    [InlineData("[{\"ifname\":\"eth0\",\"addr_info\":[{\"family\":\"inet\",\"local\":\"nowhere\",\"prefixlen\":24}]}]")]
    [InlineData("[{\"ifname\":7}]")]
    public void What_is_no_list_of_addresses_is_an_error(string text) => Expect.Error("UnreadableAddresses", () => HostAddresses.Read(text));

    [Fact]
    public void An_interface_has_its_addresses()
    {
        var plan = HostAddresses.Read("[{\"ifname\":\"eth0\",\"addr_info\":[{\"family\":\"inet\",\"local\":\"192.0.2.10\",\"prefixlen\":24}]}]");
        Assert.Equal(("eth0", "192.0.2.10"), (plan.Interfaces[0].Name, plan.Interfaces[0].Addresses[0].Address.ToString()));
    }
}
