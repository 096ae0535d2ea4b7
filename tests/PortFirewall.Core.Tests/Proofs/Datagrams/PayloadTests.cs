using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using PortFirewall.Core.Tests;

namespace PortFirewall;

/// <summary>What a person sends and expects.</summary>
public sealed class PayloadTests
{
    [Theory]
    [InlineData("ping", "70696e67")]
    [InlineData("0x00", "30783030")]
    [InlineData("é", "c3a9")]
    [InlineData("hex:00 ff 0A", "00ff0a")]
    [InlineData("HEX:00:ff-0a", "00ff0a")]
    [InlineData("hex:00ff0a", "00ff0a")]
    [InlineData("hex:\n00ff\n\t0a\n", "00ff0a")]
    [InlineData("hex:", "")]
    public void Text_is_sent_as_UTF8_and_digits_behind_hex_as_bytes(string text, string bytes)
        => Assert.Equal(bytes, Convert.ToHexString(PayloadText.Read(text, "Payload")), ignoreCase: true);

    [Theory]
    [InlineData("hex:0", "it")]
    [InlineData("hex:00 f", "the first byte")]
    [InlineData("hex:0g", "it")]
    [InlineData("hex:00 0102 0x03", "the first 3 bytes")]
    public void Digits_that_are_not_whole_bytes_are_an_error_that_says_where_and_not_what(string text, string behind)
    {
        var error = Assert.Throws<FirewallException>(() => PayloadText.Read(text, "Expect"));
        Assert.Equal("InvalidHexText", error.ErrorId);
        Assert.Equal("Expect", error.Target);
        Assert.Equal($"Behind 'hex:' the parameter -Expect has whole bytes in hexadecimal, and what follows {behind} is something else.", error.Message);
    }

    [Fact]
    public void Without_an_expectation_any_reply_counts_also_an_empty_one()
    {
        var request = new PayloadRequest([1], expectation: null);
        Assert.Equal("hex:00ff", request.Read([0, 255]));
        Assert.Equal("an empty datagram", request.Read([]));
    }

    [Theory]
    [InlineData("OK", "is OK then", true)]
    [InlineData("O.", "is OK then", false)]
    [InlineData("ok", "is OK then", false)]
    public void Bytes_are_found_anywhere_in_the_reply_and_only_as_they_stand(string expected, string reply, bool isMet)
        => Assert.Equal(isMet, ReplyExpectation.OfBytes(Encoding.UTF8.GetBytes(expected)).IsMetBy(Encoding.UTF8.GetBytes(reply)));

    [Fact]
    public void An_expression_is_tried_on_text_and_on_bytes_that_are_none()
    {
        Assert.True(Matching("^é\\s").IsMetBy("é\n"u8));
        Assert.True(Matching("^\\xFF\\x00").IsMetBy([0xFF, 0]));
        Assert.False(Matching("^ok").IsMetBy("OK"u8));
        Assert.True(Matching("^ok", RegexOptions.IgnoreCase).IsMetBy("OK"u8));
    }

    [Fact]
    public void An_expression_that_would_search_for_ever_is_given_up()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.False(Matching("^(a+)+$").IsMetBy(Encoding.ASCII.GetBytes(new string('a', 60) + "!")));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.5, 60);
    }

    [Fact]
    public void Text_of_a_reply_never_has_what_a_terminal_obeys()
        => Gen.OneOf(Gen.Byte.Array[0, 400], Gen.String.Select(Encoding.UTF8.GetBytes)).Sample(
            bytes => DatagramText.Of(bytes) is { Length: > 0 and <= 220 } text && !text.Any(c => char.IsControl(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format),
            iter: Effort.Cases(5000), threads: 1);

    [Theory]
    [InlineData(65_507, "198.51.100.1", true)]
    [InlineData(65_508, "198.51.100.1", false)]
    [InlineData(65_527, "2001:db8::1", true)]
    [InlineData(65_528, "2001:db8::1", false)]
    [InlineData(65_508, "server.example.net", false)]
    public void A_payload_that_no_datagram_carries_is_an_error_before_anything_is_sent(int length, string name, bool fits)
    {
        var plan = new ProbePlan
        {
            ComputerNames = [name],
            Ports = [new PortRange(53, 53)],
            Protocol = "udp",
            Datagram = DatagramApplication.OfPayload(new byte[length], null),
            Vantages = [new HostVantage()],
            Timeout = TimeSpan.FromSeconds(1),
        };
        if (fits)
            Assert.Same(plan, DatagramLength.Check(plan));
        else
            Assert.Equal("PayloadTooLong", Assert.Throws<FirewallException>(() => DatagramLength.Check(plan)).ErrorId);
    }

#pragma warning disable MA0009 // The bound on time that it would have is what is tested.
    private static ReplyExpectation Matching(string expression, RegexOptions options = RegexOptions.None) => ReplyExpectation.OfExpression(new Regex(expression, options));
#pragma warning restore MA0009
}
