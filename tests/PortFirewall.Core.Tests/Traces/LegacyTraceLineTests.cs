using CsCheck;

namespace PortFirewall;

/// <summary>What the legacy tables write ahead of a traced packet.</summary>
public sealed class LegacyTraceLineTests
{
    [Theory]
    [InlineData("TRACE: filter:INPUT:rule:3 ", "filter", "INPUT", 3)]
    [InlineData("TRACE: raw:PREROUTING:policy:2 ", "raw", "PREROUTING", 2)]
    [InlineData("TRACE: filter:CLIENTS:return:12 ", "filter", "CLIENTS", 12)]
    [InlineData("TRACE: filter:a:rule:1:rule:4 ", "filter", "a:rule:1", 4)]
    public void It_names_table_chain_and_number(string prefix, string table, string chain, int number)
        => Assert.Equal(new LegacyTraceLine(table, chain, number), LegacyTraceLine.Read(prefix));

    [Theory]
    [InlineData("")]
    [InlineData("TRACE: ")]
    [InlineData("TRACE: filter")]
    [InlineData("TRACE: filter:INPUT")]
    [InlineData("TRACE: filter:rule:3")]
    [InlineData("TRACE: filter:INPUT:rule:0")]
    [InlineData("TRACE: filter:INPUT:rule:-1")]
    [InlineData("TRACE: filter:INPUT:rule:99999999999")]
    [InlineData("TRACE: filter:INPUT:other:3")]
    [InlineData("to 2222: filter:INPUT:rule:3")]
    public void What_a_rule_of_somebody_else_logs_is_none(string prefix) => Assert.Null(LegacyTraceLine.Read(prefix));

    [Fact]
    public void Any_text_is_read_or_refused() => Gen.String.Sample(text => _ = LegacyTraceLine.Read("TRACE: " + text));
}
