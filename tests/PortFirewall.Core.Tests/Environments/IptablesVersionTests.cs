namespace PortFirewall.Core.Tests.Environments;

public sealed class IptablesVersionTests
{
    [Theory]
    [InlineData("iptables v1.8.9 (nf_tables)", true, true, IptablesBackend.Nft)]
    [InlineData("iptables v1.8.11-1 (legacy)\n", true, true, IptablesBackend.Legacy)]
    [InlineData("iptables v1.6.2", true, true, IptablesBackend.Legacy)]
    [InlineData("iptables v1.6.1", true, false, IptablesBackend.Legacy)]
    [InlineData("iptables v1.4.21", true, false, IptablesBackend.Legacy)]
    [InlineData("<html>404 v</html>", false, false, IptablesBackend.Legacy)]
    [InlineData("", false, false, IptablesBackend.Legacy)]
    public void What_is_printed_is_known_for_what_it_is(string printed, bool known, bool recent, IptablesBackend backend)
    {
        var version = IptablesVersion.Read(printed);
        Assert.Equal((known, recent, backend), (version.IsKnown, version.IsRecent, version.Backend));
    }
}
