namespace PortFirewall.Core.Tests.Saving;

public sealed class IpsetRestoreTextTests
{
    [Fact]
    public void Sets_that_a_file_creates_are_named()
        => Assert.Equal(["one", "two"], IpsetRestoreText.NamesIn("# comment\ncreate one hash:ip family inet\nadd one 192.0.2.1\ncreate -exist two hash:net\n\nadd three 192.0.2.0/24\n"));

    [Fact]
    public void Sets_are_made_empty_by_their_headers()
    {
        var set = new IpsetHeader { Name = "one", Type = "hash:ip", Options = "family inet maxelem 64" };
        Assert.Equal("create one hash:ip family inet maxelem 64\n", IpsetRestoreText.Of([set]));
    }
}
