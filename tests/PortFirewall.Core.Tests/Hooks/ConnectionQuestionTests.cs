using System.Net;

namespace PortFirewall;

/// <summary>The messages as another program wrote them and a kernel answered, in hexadecimal digits.</summary>
public sealed class ConnectionQuestionTests
{
    private const string QuestionIPv4 =
        "4800000001010100000000000000000002000000340001801400018008000100c633640208000200c633644d1c0002800500010006000000060002009c410000"
        + "0600030008ae0000";

    private const string AnswerIPv4 =
        "d40000000001020000000000a646000002000000340001801400018008000100c633640208000200c633644d1c0002800500010006000000060002009c410000"
        + "0600030008ae00003400028014000180080001007f00000108000200c63364021c000280050001000600000006000200115c0000060003009c41000008000300"
        + "000001ae080008000000000008000c00ce5100ed08000b00000000020800070000069780300004802c0001800500010003000000050002000a00000005000300"
        + "0a00000006000400230000000600050023000000";

    private const string QuestionIPv6 =
        "600000000101010000000000000000000a0000004c0001802c0001801400030020010db80000000000000000000000021400040020010db80000000000000000"
        + "000000771c0002800500010006000000060002009c4100000600030008ae0000";

    private const string AnswerIPv6 =
        "040100000001020000000000a64600000a0000004c0001802c0001801400030020010db80000000000000000000000021400040020010db80000000000000000"
        + "000000771c0002800500010006000000060002009c4100000600030008ae00004c0002802c000180140003000000000000000000000000000000000114000400"
        + "20010db80000000000000000000000021c000280050001000600000006000200115c0000060003009c41000008000300000001ae080008000000000008000c00"
        + "55dfb80308000b00000000020800070000069780300004802c0001800500010003000000050002000a000000050003000a000000060004002300000006000500"
        + "23000000";

    private const string NoSuchConnection =
        "5c0000000200000000000000a6460000feffffff4800000001010100000000000000000002000000340001801400018008000100c633640208000200c633644d"
        + "1c0002800500010006000000060002009c4200000600030008ae0000";

    [Theory]
    [InlineData(QuestionIPv4, "198.51.100.2", "198.51.100.77")]
    [InlineData(QuestionIPv6, "2001:db8::2", "2001:db8::77")]
    public void The_kernel_is_asked_by_both_ends_of_the_socket(string question, string from, string to)
        => Assert.Equal(question, Convert.ToHexStringLower(ConnectionQuestion.Write(6, new IPEndPoint(IPAddress.Parse(from), 40001), new IPEndPoint(IPAddress.Parse(to), 2222))));

    [Theory]
    [InlineData(AnswerIPv4, "127.0.0.1:4444")]
    [InlineData(AnswerIPv6, "[::1]:4444")]
    public void What_a_rule_of_nat_has_made_of_the_destination_is_where_the_answers_come_from(string answer, string source)
        => Assert.Equal(IPEndPoint.Parse(source), Read(answer));

    [Fact]
    public void A_connection_that_the_kernel_does_not_know_tells_nothing() => Assert.Null(Read(NoSuchConnection));

    [Theory]
    [InlineData(AnswerIPv4)]
    [InlineData(AnswerIPv6)]
    public void An_answer_that_is_cut_off_tells_nothing(string answer)
        => Assert.All(Enumerable.Range(0, answer.Length / 2), length => Assert.Null(Read(answer[..(2 * length)])));

    private static IPEndPoint? Read(string answer) => ConnectionQuestion.ReadSourceOfReplies(Convert.FromHexString(answer));
}
