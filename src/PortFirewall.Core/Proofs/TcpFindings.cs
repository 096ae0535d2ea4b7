using System.Net.Sockets;

namespace PortFirewall;

/// <summary>Judges what the kernel told about a TCP connection attempt.</summary>
internal static class TcpFindings
{
    /// <summary>Names the outcome, and says what it means.</summary>
    public static ProbeFinding Judge(ConnectFacts facts) => facts.Translation switch
    {
        null => JudgeAnswer(facts),
        { IsOwn: true } own when !facts.IsOwnAddress => own.Instead(facts.Remote, facts.Port),
        var other => other.Named(JudgeAnswer(facts)),
    };

    private static ProbeFinding JudgeAnswer(ConnectFacts facts) => facts switch
    {
        { Error: SocketError.Success, IsWithItself: true } => new(ProbeOutcome.Refused,
            $"Nothing listens on port {facts.Port} of {facts.Remote}, an address of the vantage itself: the probe was given that very port, and the kernel connected it with itself."),
        { Error: SocketError.Success } => new(ProbeOutcome.Open, Opened(facts)),
        { Icmp: { } icmp } => Answered(icmp, facts),
        { Progress: SynProgress.DroppedHere } => new(ProbeOutcome.Prohibited,
            "The vantage's own firewall drops the packets before they leave (its OUTPUT chain), so the server was never asked.") { EndedAtVantage = true },
        { Progress: SynProgress.AwaitsNeighbour } => new(ProbeOutcome.Unreachable,
            $"Nobody on the link answers for {facts.Remote} or for the gateway to it, so the packets could not leave.") { EndedAtVantage = true },
        { Error: SocketError.TimedOut } => new(ProbeOutcome.TimedOut, Unanswered(facts)),
        { Error: SocketError.ConnectionRefused, IcmpSuspected: true } => new(ProbeOutcome.Prohibited,
            $"{facts.Remote} refused while an ICMP error arrived: most likely a firewall rejects with ICMP port unreachable. {Teller(facts)} does not tell that from a TCP reset for certain."),
        // Only the ICMP error "protocol unreachable" has the kernel say this of TCP, and only a filter sends it.
        { Error: SocketError.ProtocolOption } => new(ProbeOutcome.Prohibited,
            $"A firewall rejects the packets: ICMP protocol unreachable came back for {facts.Remote}."),
        { Error: SocketError.ConnectionRefused or SocketError.ConnectionReset } => new(ProbeOutcome.Refused, Refused(facts)),
        { Error: SocketError.AccessDenied } => new(ProbeOutcome.Prohibited, facts.KernelKeepsIcmp
            ? $"The vantage itself forbids it: a rule of its own or a 'prohibit' route covers {facts.Remote}."
            : $"A firewall forbids it: a rule or a 'prohibit' route of the vantage's own, or an ICMP error of a filter on the way to {facts.Remote}.") { EndedAtVantage = facts.KernelKeepsIcmp },
        _ => new(ProbeOutcome.Unreachable, NoWay.Explain(facts.Error, facts.Remote, OrElsewhere(facts))) { EndedAtVantage = facts.KernelKeepsIcmp },
    };

    private static string Opened(ConnectFacts facts) => facts.IsOwnAddress
        ? $"The connection was made, but {facts.Remote} belongs to the vantage itself: this proves that something listens, and nothing about the firewall as other hosts meet it."
        : $"The connection was made: {facts.Remote} port {facts.Port} took it, or something on the way in its place (a proxy, a SYNPROXY rule). The counter of the server's rule tells more (Confirm-IptablesRuleHit).";

    private static ProbeFinding Answered(IcmpError icmp, ConnectFacts facts)
    {
        var fromHere = icmp.Sender is not null && icmp.Sender.Equals(facts.Local) && !facts.IsOwnAddress;
        if (icmp.IsFromFilter)
        {
            return new(ProbeOutcome.Prohibited, fromHere
                ? $"The vantage's own firewall rejects the packets before they leave (its OUTPUT chain) with {icmp}."
                : $"A firewall rejects the packets: {Sender(icmp)} answered with {icmp}.") { EndedAtVantage = fromHere, Refuser = fromHere ? null : icmp.Sender };
        }
        return new(ProbeOutcome.Unreachable, fromHere
            ? $"Nobody on the link answers for {facts.Remote} or for the gateway to it: {icmp}."
            : $"{Sender(icmp)} answered with {icmp}: a router has no way to the host, or a rule rejects with that answer.") { EndedAtVantage = fromHere, Refuser = fromHere ? null : icmp.Sender };
    }

    private static string Unanswered(ConnectFacts facts)
    {
        var waited = $"Nothing came back within {facts.Timeout.TotalSeconds:0.###} s";
        if (facts.IsOwnAddress)
            return $"{waited}, though {facts.Remote} belongs to the vantage itself: a rule there drops the packets, or the listener's queue is full.";
        if (facts.Tool is { } tool && facts.Progress == SynProgress.Unknown)
            return $"{waited}: something drops the packets or the answer, or no host has the address. {tool} does not tell whether they left.";
        return facts.Progress == SynProgress.Left
            ? $"{waited}: the packets left, and something drops them or the answer, no host has the address, or the service's queue is full."
            : $"{waited}: something drops the packets or the answer, no host has the address, or the service's queue is full. A timeout of 2 s or more can tell whether they left.";
    }

    private static string Refused(ConnectFacts facts)
    {
        var means = facts.IsOwnAddress
            ? $"nothing listens on port {facts.Port} there (this says nothing about the firewall as other hosts meet it)"
            : $"packets get there and back, and nothing listens on port {facts.Port} (or a rule rejects with tcp-reset)";
        return facts.KernelKeepsIcmp
            ? $"{facts.Remote} answered with a TCP reset: {means}."
            : $"{facts.Remote} refused. Most likely with a TCP reset: {means}. {Teller(facts)} does not tell that from the ICMP answer of a firewall.";
    }

    private static string OrElsewhere(ConnectFacts facts)
        => facts.KernelKeepsIcmp ? "" : $", or a router or firewall on the way says so ({Teller(facts, "this")} does not tell)";

    /// <summary>Who it is that can't read ICMP errors.</summary>
    private static string Teller(ConnectFacts facts, string its = "This") => facts.Tool ?? its + " kernel, before 6.10,";

    private static string Sender(IcmpError icmp) => icmp.Sender is null ? "A host on the way" : icmp.Sender.ToString();
}
