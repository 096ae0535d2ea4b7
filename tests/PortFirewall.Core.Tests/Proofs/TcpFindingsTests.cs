using System.Net;
using System.Net.Sockets;

namespace PortFirewall;

public sealed class TcpFindingsTests
{
    private static readonly IPAddress Router = IPAddress.Parse("192.0.2.254");

    private static readonly ConnectFacts Tried = new()
    {
        Remote = IPAddress.Parse("198.51.100.1"),
        Port = 2222,
        Local = IPAddress.Parse("192.0.2.1"),
        IsOwnAddress = false,
        Timeout = TimeSpan.FromSeconds(2),
        Error = SocketError.TimedOut,
    };

    [Fact]
    public void A_connection_is_open() => AssertFound(ProbeOutcome.Open, Tried with { Error = SocketError.Success }, "198.51.100.1 port 2222 took it, or something on the way in its place");

    [Theory]
    [InlineData(SocketError.Success)]
    [InlineData(SocketError.TimedOut)]
    public void What_the_vantages_own_NAT_sends_to_itself_was_never_asked(SocketError error)
        => AssertFound(ProbeOutcome.Redirected, Tried with { Error = error, Translation = To("127.0.0.1", isOwn: true) }, "sends it to 127.0.0.1:4444, an address of the vantage itself: nothing left the vantage, and 198.51.100.1 port 2222 was never asked");

    [Fact]
    public void Whom_the_vantages_own_NAT_makes_of_the_address_is_named()
        => AssertFound(ProbeOutcome.Open, Tried with { Error = SocketError.Success, Translation = To("203.0.113.9", isOwn: false) }, "The vantage's own nat OUTPUT sends it to 203.0.113.9:4444");

    private static VantageTranslation To(string address, bool isOwn) => new(new IPEndPoint(IPAddress.Parse(address), 4444), isOwn);

    [Fact]
    public void A_connection_to_an_own_address_says_nothing_about_the_firewall()
        => AssertFound(ProbeOutcome.Open, Tried with { Error = SocketError.Success, IsOwnAddress = true }, "nothing about the firewall");

    [Fact]
    public void A_reset_is_refused() => AssertFound(ProbeOutcome.Refused, Tried with { Error = SocketError.ConnectionRefused }, "TCP reset");

    [Fact]
    public void A_kernel_that_keeps_no_ICMP_can_not_tell_a_reset_from_a_reject_and_the_detail_says_so()
        => AssertFound(ProbeOutcome.Refused, Tried with { Error = SocketError.ConnectionRefused, KernelKeepsIcmp = false }, "does not tell");

    [Theory]
    [InlineData(3, 0, ProbeOutcome.Unreachable)]
    [InlineData(3, 1, ProbeOutcome.Unreachable)]
    [InlineData(3, 2, ProbeOutcome.Prohibited)]
    [InlineData(3, 3, ProbeOutcome.Prohibited)]
    [InlineData(3, 5, ProbeOutcome.Unreachable)]
    [InlineData(3, 9, ProbeOutcome.Prohibited)]
    [InlineData(3, 10, ProbeOutcome.Prohibited)]
    [InlineData(3, 13, ProbeOutcome.Prohibited)]
    [InlineData(11, 0, ProbeOutcome.Unreachable)]
    public void An_ICMP_error_is_told_by_type_and_code_and_its_sender_is_named(byte type, byte code, ProbeOutcome outcome)
        => AssertFound(outcome, Answered(AddressFamily.IPv4, type, code), "192.0.2.254");

    [Theory]
    [InlineData(1, 0, ProbeOutcome.Unreachable)]
    [InlineData(1, 1, ProbeOutcome.Prohibited)]
    [InlineData(1, 2, ProbeOutcome.Unreachable)]
    [InlineData(1, 3, ProbeOutcome.Unreachable)]
    [InlineData(1, 4, ProbeOutcome.Prohibited)]
    [InlineData(1, 5, ProbeOutcome.Prohibited)]
    [InlineData(1, 6, ProbeOutcome.Prohibited)]
    [InlineData(3, 0, ProbeOutcome.Unreachable)]
    public void An_ICMPv6_error_is_told_by_type_and_code(byte type, byte code, ProbeOutcome outcome)
        => AssertFound(outcome, Answered(AddressFamily.IPv6, type, code), $"type {type}, code {code}");

    [Fact]
    public void A_reject_by_the_vantages_own_firewall_is_not_blamed_on_the_server()
        => AssertFound(
            ProbeOutcome.Prohibited,
            Tried with { Error = SocketError.ConnectionRefused, Icmp = new IcmpError(AddressFamily.IPv4, 3, 3, Tried.Local) }, "OUTPUT");

    [Theory]
    [InlineData(SynProgress.DroppedHere, ProbeOutcome.Prohibited, "OUTPUT")]
    [InlineData(SynProgress.AwaitsNeighbour, ProbeOutcome.Unreachable, "on the link")]
    [InlineData(SynProgress.Left, ProbeOutcome.TimedOut, "the packets left")]
    [InlineData(SynProgress.Unknown, ProbeOutcome.TimedOut, "within 2 s")]
    internal void Silence_is_judged_by_how_far_the_packets_got(SynProgress progress, ProbeOutcome outcome, string says)
        => AssertFound(outcome, Tried with { Progress = progress }, says);

    [Theory]
    [InlineData(SocketError.AccessDenied, ProbeOutcome.Prohibited)]
    [InlineData(SocketError.NetworkUnreachable, ProbeOutcome.Unreachable)]
    [InlineData(SocketError.HostUnreachable, ProbeOutcome.Unreachable)]
    [InlineData(SocketError.AddressNotAvailable, ProbeOutcome.Unreachable)]
    [InlineData(SocketError.AddressFamilyNotSupported, ProbeOutcome.Unreachable)]
    [InlineData(SocketError.NetworkDown, ProbeOutcome.Unreachable)]
    [InlineData(SocketError.InvalidArgument, ProbeOutcome.Unreachable)]
    [InlineData(SocketError.TooManyOpenSockets, ProbeOutcome.Unreachable)]
    public void What_the_kernel_says_itself_is_told_apart(SocketError error, ProbeOutcome outcome)
        => AssertFound(outcome, Tried with { Error = error }, "");

    private static ConnectFacts Answered(AddressFamily family, byte type, byte code)
        => Tried with { Error = SocketError.HostUnreachable, Icmp = new IcmpError(family, type, code, Router) };

    private static void AssertFound(ProbeOutcome outcome, ConnectFacts facts, string says)
    {
        var finding = TcpFindings.Judge(facts);
        Assert.Equal(outcome, finding.Outcome);
        Assert.Contains(says, finding.Detail, StringComparison.Ordinal);
        Assert.EndsWith(".", finding.Detail, StringComparison.Ordinal);
    }
}
