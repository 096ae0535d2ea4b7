using System.Net;
using System.Net.Sockets;

namespace PortFirewall;

public sealed class UdpFindingsTests
{
    private static readonly DatagramApplication Dns = DatagramApplications.Require("dns");

    private static readonly DatagramFacts Asked = new()
    {
        Remote = IPAddress.Parse("198.51.100.1"),
        Port = 53,
        Local = IPAddress.Parse("192.0.2.1"),
        IsOwnAddress = false,
        Timeout = TimeSpan.FromSeconds(2),
        Sent = 2,
        Error = SocketError.TimedOut,
    };

    [Fact]
    public void A_reply_is_replied_and_the_detail_says_what_it_is()
        => AssertFound(ProbeOutcome.Replied, Asked with { Error = SocketError.Success, Reply = [1], ReplyText = "DNS server, REFUSED, 0 answers" }, "DNS server, REFUSED");

    [Fact]
    public void A_reply_of_an_own_address_says_nothing_about_the_firewall()
        => AssertFound(ProbeOutcome.Replied, Asked with { Reply = [1], ReplyText = "x", IsOwnAddress = true }, "nothing about the firewall");

    [Fact]
    public void No_reply_is_unproven_and_the_next_step_is_the_counter()
        => AssertFound(ProbeOutcome.NoReply, Asked, "Unproven, neither open nor closed", "2 datagrams", "Confirm-IptablesRuleHit");

    [Fact]
    public void What_came_and_is_not_the_reply_is_told_and_proves_nothing()
        => AssertFound(ProbeOutcome.NoReply, Asked with { Stray = "no\e[31m"u8.ToArray() }, "Unproven", "not the reply asked for: hex:6e6f1b5b33316d");

    [Fact]
    public void Where_silence_is_the_protocols_own_way_the_detail_says_so()
        => Assert.Contains(
            "A server without your key stays silent.",
            UdpFindings.Judge(Asked, Dns with { Silence = "A server without your key stays silent." }).Detail, StringComparison.Ordinal);

    [Fact]
    public void Port_unreachable_by_the_address_itself_is_refused_and_may_be_a_rules_answer()
        => AssertFound(ProbeOutcome.Refused, Answered(3, 3, "198.51.100.1"), "nothing listens", "REJECT");

    [Fact]
    public void Port_unreachable_by_anybody_else_is_a_filters()
        => AssertFound(ProbeOutcome.Prohibited, Answered(3, 3, "192.0.2.254"), "192.0.2.254");

    [Fact]
    public void Port_unreachable_by_the_vantage_itself_is_its_own_OUTPUT_chains()
        => AssertFound(ProbeOutcome.Prohibited, Answered(3, 3, "192.0.2.1"), "OUTPUT");

    [Fact]
    public void Port_unreachable_by_an_own_address_is_refused()
        => AssertFound(ProbeOutcome.Refused, Answered(3, 3, "192.0.2.1") with { Remote = IPAddress.Parse("192.0.2.1"), IsOwnAddress = true }, "nothing about the firewall");

    [Fact]
    public void A_zone_does_not_make_another_address_of_a_sender()
        => AssertFound(
            ProbeOutcome.Refused,
            Asked with { Remote = IPAddress.Parse("fe80::1%3"), Icmp = new IcmpError(AddressFamily.IPv6, 1, 4, IPAddress.Parse("fe80::1")) }, "nothing listens");

    [Fact]
    public void Host_unreachable_by_the_vantage_itself_is_a_neighbour_that_does_not_answer()
        => AssertFound(ProbeOutcome.Unreachable, Answered(3, 1, "192.0.2.1"), "Nobody on the link");

    [Fact]
    public void A_datagram_that_still_waits_for_the_neighbour_is_unreachable()
        => AssertFound(ProbeOutcome.Unreachable, Asked with { AwaitsNeighbour = true }, "Nobody on the link");

    [Theory]
    [InlineData(3, 0, ProbeOutcome.Unreachable)]
    [InlineData(3, 1, ProbeOutcome.Unreachable)]
    [InlineData(3, 2, ProbeOutcome.Prohibited)]
    [InlineData(3, 9, ProbeOutcome.Prohibited)]
    [InlineData(3, 10, ProbeOutcome.Prohibited)]
    [InlineData(3, 13, ProbeOutcome.Prohibited)]
    [InlineData(11, 0, ProbeOutcome.Unreachable)]
    public void Other_ICMP_errors_are_told_as_for_TCP(byte type, byte code, ProbeOutcome outcome)
        => AssertFound(outcome, Answered(type, code, "198.51.100.1"), "198.51.100.1 answered");

    [Theory]
    [InlineData(SocketError.AccessDenied, true, ProbeOutcome.Prohibited, "OUTPUT")]
    [InlineData(SocketError.AccessDenied, false, ProbeOutcome.Prohibited, "prohibit")]
    [InlineData(SocketError.NetworkUnreachable, false, ProbeOutcome.Unreachable, "no route")]
    [InlineData(SocketError.MessageSize, true, ProbeOutcome.Unreachable, "longer than")]
    [InlineData(SocketError.ConnectionRefused, true, ProbeOutcome.Refused, "does not tell")]
    public void What_the_kernel_says_itself_is_told_apart(SocketError error, bool hasLocal, ProbeOutcome outcome, string says)
        => AssertFound(outcome, Asked with { Error = error, Sent = 0, Local = hasLocal ? Asked.Local : null }, says);

    private static DatagramFacts Answered(byte type, byte code, string sender)
        => Asked with { Error = SocketError.ConnectionRefused, Icmp = new IcmpError(AddressFamily.IPv4, type, code, IPAddress.Parse(sender)) };

    private static void AssertFound(ProbeOutcome outcome, DatagramFacts facts, params string[] says)
    {
        var finding = UdpFindings.Judge(facts, Dns);
        Assert.Equal(outcome, finding.Outcome);
        Assert.All(says, said => Assert.Contains(said, finding.Detail, StringComparison.Ordinal));
        Assert.EndsWith(".", finding.Detail, StringComparison.Ordinal);
    }
}
