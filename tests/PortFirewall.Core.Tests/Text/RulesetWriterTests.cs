namespace PortFirewall.Core.Tests.Text;

/// <summary>What is written is what was read, and nothing that <c>iptables-restore</c> would take for more.</summary>
public sealed class RulesetWriterTests
{
    [Theory]
    // Restored, an empty table nat would take the rules away that a host has in it.
    [InlineData("*filter\n:INPUT DROP [3:180]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n[1:60] -A INPUT -p tcp -j ACCEPT\nCOMMIT\n")]
    [InlineData("*nat\n:PREROUTING ACCEPT [0:0]\n:INPUT ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n:POSTROUTING ACCEPT [0:0]\nCOMMIT\n")]
    // A policy of "-" leaves a host's own as it is; ACCEPT would open the chain.
    [InlineData("*filter\n:INPUT - [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT - [0:0]\n:web - [0:0]\nCOMMIT\n")]
    public void A_text_comes_out_as_it_went_in(string text) => Assert.Equal(text, Write(text));

    [Fact]
    public void Tables_that_a_text_names_not_are_not_in_what_is_written_of_it()
        => Assert.Equal("*filter\n:INPUT - [0:0]\n:FORWARD - [0:0]\n:OUTPUT - [0:0]\n[0:0] -A INPUT -j DROP\nCOMMIT\n", Write("*filter\n-A INPUT -j DROP\nCOMMIT\n"));

    [Fact]
    public void A_table_without_a_line_in_it_is_written_since_it_empties_that_of_the_host()
        => Assert.Equal("*raw\n:PREROUTING - [0:0]\n:OUTPUT - [0:0]\nCOMMIT\n", Write("*raw\nCOMMIT\n"));

    [Fact]
    public void A_policy_that_a_command_gives_is_written()
        => Assert.StartsWith("*filter\n:INPUT DROP [0:0]\n:FORWARD - [0:0]\n", Write("*filter\n-P INPUT DROP\nCOMMIT\n"), StringComparison.Ordinal);

    private static string Write(string text) => RulesetReader.Read(text, AddressFamily.IPv4).Text;
}
