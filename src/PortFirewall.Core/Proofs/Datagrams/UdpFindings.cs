using System.Net;
using System.Net.Sockets;

namespace PortFirewall;

/// <summary>Judges what the kernel told about a datagram and its reply.</summary>
internal static class UdpFindings
{
    private const string LookAtCounter = "See whether the rule's counter rose meanwhile (Confirm-IptablesRuleHit): that proves the firewall without a reply";

    /// <summary>Names the outcome, and says what it means.</summary>
    /// <param name="facts">What happened.</param>
    /// <param name="application">What was spoken.</param>
    public static ProbeFinding Judge(DatagramFacts facts, DatagramApplication application) => facts.Translation switch
    {
        null => JudgeAnswer(facts, application),
        { IsOwn: true } own when !facts.IsOwnAddress => own.Instead(facts.Remote, facts.Port),
        var other => other.Named(JudgeAnswer(facts, application)),
    };

    private static ProbeFinding JudgeAnswer(DatagramFacts facts, DatagramApplication application) => facts switch
    {
        { IsWithItself: true, Sent: > 0 } => new(ProbeOutcome.Refused,
            $"Nothing listens on UDP port {facts.Port} of {facts.Remote}, an address of the vantage itself: the probe was given that very port, and heard itself."),
        { Reply: not null } => new(ProbeOutcome.Replied, Replied(facts)),
        { Icmp: { } icmp } => Answered(icmp, facts),
        { Tool: { } tool, Error: SocketError.SocketError } => new(ProbeOutcome.NoReply, Hinted(facts, $"{tool} gave up before the time was out, as it does at an ICMP error")),
        { Tool: not null, Error: SocketError.TimedOut, IcmpSuspected: true } => new(ProbeOutcome.NoReply, Hinted(facts, "ICMP errors arrived at the vantage meanwhile")),
        { AwaitsNeighbour: true } => new(ProbeOutcome.Unreachable,
            $"Nobody on the link answers for {facts.Remote} or for the gateway to it, so the datagram could not leave.") { EndedAtVantage = true },
        { Error: SocketError.TimedOut } => new(ProbeOutcome.NoReply, Unanswered(facts, application)),
        { Error: SocketError.ConnectionRefused } => new(ProbeOutcome.Refused,
            $"ICMP port unreachable came back. Most likely {facts.Remote} itself says that nothing listens on UDP port {facts.Port}; the vantage does not tell whether a firewall on the way sent it."),
        // sendto(2) has EPERM for what the OUTPUT chain drops, connect(2) EACCES for a route: .NET makes one error of both.
        { Error: SocketError.AccessDenied, Local: not null } => new(ProbeOutcome.Prohibited,
            "The vantage's own firewall stops the datagram before it leaves (its OUTPUT chain), so the server was never asked.") { EndedAtVantage = true },
        { Error: SocketError.AccessDenied } => new(ProbeOutcome.Prohibited,
            $"The vantage itself forbids it: a 'prohibit' route covers {facts.Remote}, or it is a broadcast address, which no single host answers for.") { EndedAtVantage = true },
        _ => new(ProbeOutcome.Unreachable, NoWay.Explain(facts.Error, facts.Remote, facts.Tool is { } teller ? $", or a router or firewall on the way says so ({teller} does not tell)" : "")) { EndedAtVantage = facts.Tool is null },
    };

    /// <summary>What a program does not tell is not claimed.</summary>
    private static string Hinted(DatagramFacts facts, string hint)
        => $"Unproven: no reply came, and {hint}. Most likely nothing listens on UDP port {facts.Port} of {facts.Remote}, or a firewall rejects the datagram; {facts.Tool} does not tell. {LookAtCounter}.";

    private static string Replied(DatagramFacts facts) => facts.IsOwnAddress
        ? $"A reply came ({facts.ReplyText}), but {facts.Remote} belongs to the vantage itself: this proves that an application answers there, and nothing about the firewall as other hosts meet it."
        : $"A reply came ({facts.ReplyText}): an application answers as {facts.Remote} port {facts.Port}, or something on the way in its place.";

    private static ProbeFinding Answered(IcmpError icmp, DatagramFacts facts)
    {
        if (!facts.IsOwnAddress && IsSame(icmp.Sender, facts.Local))
        {
            return icmp.IsFromFilter
                ? new(ProbeOutcome.Prohibited, $"The vantage's own firewall rejects the datagram before it leaves (its OUTPUT chain) with {icmp}.") { EndedAtVantage = true }
                : new(ProbeOutcome.Unreachable, $"Nobody on the link answers for {facts.Remote} or for the gateway to it: {icmp}.") { EndedAtVantage = true };
        }
        var sender = icmp.Sender is null ? "A host on the way" : icmp.Sender.ToString();
        if (icmp.IsPortUnreachable && (icmp.Sender is null || IsSame(icmp.Sender, facts.Remote)))
            return new(ProbeOutcome.Refused, Refused(icmp, facts));
        return icmp.IsFromFilter
            ? new(ProbeOutcome.Prohibited, $"A firewall rejects the datagram: {sender} answered with {icmp}.") { Refuser = icmp.Sender }
            : new(ProbeOutcome.Unreachable, $"{sender} answered with {icmp}: a router has no way to the host, or a rule rejects with that answer.") { Refuser = icmp.Sender };
    }

    private static string Refused(IcmpError icmp, DatagramFacts facts) => facts.IsOwnAddress
        ? $"{facts.Remote} answered with {icmp}: nothing listens on UDP port {facts.Port} there (this says nothing about the firewall as other hosts meet it)."
        : $"{facts.Remote} answered with {icmp}: packets get there and back, and nothing listens on UDP port {facts.Port}, or a rule rejects with that answer, which is what REJECT does unless told otherwise.";

    private static string Unanswered(DatagramFacts facts, DatagramApplication application)
    {
        var waited = $"within {facts.Timeout.TotalSeconds:0.###} s to {(facts.Sent == 1 ? "1 datagram" : $"{facts.Sent} datagrams")}";
        if (facts.Stray is { } stray)
            return $"Unproven: what came back {waited} is not the reply asked for: {DatagramText.Of(stray)}. Somebody answers there; see that it is the application you mean.";
        if (application.Silence is { } why)
            return $"Unproven, neither open nor closed: nothing came back {waited}. {why} {LookAtCounter}; the application's own client or log can prove the rest.";
        var who = facts.IsOwnAddress
            ? $"though {facts.Remote} belongs to the vantage itself: a rule there drops it, or the application does not answer this request"
            : "something drops the datagram or the reply, no host has the address, or the application does not answer this request";
        return $"Unproven, neither open nor closed: nothing came back {waited}; {who}. {LookAtCounter}.";
    }

    /// <summary>The kernel tells the sender of an error without the zone that a link-local address is asked with.</summary>
    private static bool IsSame(IPAddress? one, IPAddress? other)
        => one is not null && other is not null && one.GetAddressBytes().AsSpan().SequenceEqual(other.GetAddressBytes());
}
