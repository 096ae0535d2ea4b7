namespace PortFirewall.Core.Tests.Values;

public sealed class PortSetTests
{
    [Theory]
    [InlineData("22", "22")]
    [InlineData("22:22", "22")]
    [InlineData(":1023", "0:1023")]
    [InlineData("1024:", "1024:65535")]
    [InlineData("0", "0")]
    [InlineData("65535", "65535")]
    [InlineData(":", null)]
    [InlineData("0:65535", null)]
    public void Ports_of_a_rule_are_read(string text, string? words) => Assert.Equal(words, PortSets.Describe(PortSets.Read(text)!));

    [Theory]
    [InlineData("")]
    [InlineData("ssh")]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("10:5")]
    [InlineData("1:2:3")]
    [InlineData(" 1")]
    [InlineData("1-2")]
    public void What_only_another_tool_could_read_is_left_alone(string text) => Assert.Null(PortSets.Read(text));

    [Theory]
    [InlineData("22,80,6000:6010", "22, 80, 6000:6010")]
    [InlineData("80,22,23,22", "22:23, 80")]
    public void A_list_is_the_union_of_its_parts(string text, string words) => Assert.Equal(words, PortSets.Describe(PortSets.ReadList(text)!));

    [Theory]
    [InlineData("22,")]
    [InlineData("22,ssh")]
    public void A_list_with_an_unreadable_part_is_not_read(string text) => Assert.Null(PortSets.ReadList(text));

    [Fact]
    public void All_ports_but_one_are_said_as_what_they_lack()
        => Assert.Equal("! 22", PortSets.Describe(PortSets.All.Except(PortSets.Read("22")!)));
}
