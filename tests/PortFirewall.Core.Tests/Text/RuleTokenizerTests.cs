using CsCheck;

namespace PortFirewall.Core.Tests.Text;

public sealed class RuleTokenizerTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("  \t ", "")]
    [InlineData("-p tcp", "-p|tcp")]
    [InlineData(" -p\t\ttcp ", "-p|tcp")]
    [InlineData("--comment \"two words\"", "--comment|two words")]
    [InlineData("--comment \"a \\\"quoted\\\" word\"", "--comment|a \"quoted\" word")]
    [InlineData("--comment \"back\\\\slash\"", "--comment|back\\slash")]
    [InlineData("--comment \"it\\'s\"", "--comment|it's")]
    [InlineData("--comment \"\" -j", "--comment||-j")]
    [InlineData("a\\b", "a\\b")]
    [InlineData("it's", "it's")]
    public void Words_are_split_as_iptables_restore_splits_them(string text, string words)
        => Assert.Equal(words, string.Join('|', RuleTokenizer.Split(text).Select(t => t.Text)));

    // iptables/xshared.c, add_param_to_argv: the closing quote ends the word, an opening one does not begin a new one.
    [Theory]
    [InlineData("\"a\"b", "a|b")]
    [InlineData("\"a\"\"b\"", "a|b")]
    [InlineData("a\"b\"", "ab")]
    [InlineData("a\"b c\"d", "ab c|d")]
    public void A_closing_quote_ends_a_word_as_it_does_for_iptables_restore(string text, string words)
        => Assert.Equal(words, string.Join('|', RuleTokenizer.Split(text).Select(t => t.Text)));

    [Theory]
    [InlineData("--comment \"open", 11)]
    [InlineData("\"", 1)]
    [InlineData("-m x \"a\\\"", 6)]
    public void A_quote_that_is_not_closed_is_an_error_with_its_column(string text, int column)
        => Assert.Contains($"column {column}:", Expect.Error("InvalidSpecification", () => RuleTokenizer.Split(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_word_knows_its_column() => Assert.Equal([1, 5, 11, 15], RuleTokenizer.Split("-p  \"tcp\" x\"\" -j").Select(t => t.Column));

    [Fact]
    public void What_is_quoted_as_iptables_quotes_it_is_one_word_again()
        => Gen.String[Gen.Char[" -\"'\\!abc1\t,/é|"], 0, 12].Sample(
            value =>
            {
                var token = Assert.Single(RuleTokenizer.Split(RuleText.Quote(value)));
                Assert.Equal(value, token.Text);
                Assert.Equal(1, token.Column);
            },
            iter: Effort.Cases(3000));

    [Theory]
    [InlineData("plain-word_1", "plain-word_1")]
    [InlineData("two words", "\"two words\"")]
    [InlineData("", "\"\"")]
    [InlineData("a.b", "\"a.b\"")]
    [InlineData("say \"hi\"", "\"say \\\"hi\\\"\"")]
    [InlineData("it's", "\"it\\'s\"")]
    [InlineData("c:\\", "\"c:\\\\\"")]
    [InlineData("é", "\"é\"")]
    public void A_value_is_quoted_exactly_where_iptables_save_quotes_it(string value, string quoted) => Assert.Equal(quoted, RuleText.Quote(value));
}
