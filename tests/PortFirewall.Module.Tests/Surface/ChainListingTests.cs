namespace PortFirewall;

/// <summary>A chain is shown as a listing that fits the window, with what matters most: the order, the target, the port.</summary>
public sealed class ChainListingTests(Labs labs) : IClassFixture<Labs>
{
    [Fact]
    public void Addresses_give_way_to_the_port_in_a_narrow_window()
    {
        var lab = labs.On("Nft").By("IPv4", "-A INPUT -s 203.0.113.128/25 -d 198.51.100.1/32 -i eth0 -p tcp -m tcp --dport 2222 -j ACCEPT");
        Assert.Contains("dport 2222  from 203.0.113.128/25", Listing(80), StringComparison.Ordinal);
        Assert.Contains("203.0.113.128/25  198.51.100.1/32  dport 2222", Listing(120), StringComparison.Ordinal);

        string Listing(int width)
        {
            using var engine = new Engine(width);
            return engine.Show($"Get-IptablesChain INPUT -AddressFamily IPv4 -NetworkNamespace {lab.Server}");
        }
    }
}
