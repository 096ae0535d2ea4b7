using System.Net;

namespace PortFirewall;

/// <summary>Errors about opening or closing a port as a whole; those of its steps have their own.</summary>
internal static class OpeningErrors
{
    public static FirewallException VantageRequired() => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, null,
        "There is nobody to connect from elsewhere: a test from this host itself proves the listener, and nothing about the firewall.",
        "Give -ProbeFrom ssh://[user@]host or netns:NAME. To change the rules without that proof, use Add-IptablesPortRule or Remove-IptablesRule.",
        terminating: true);

    public static FirewallException ProbeAddressUnknown(AddressFamily family, IReadOnlyList<IPAddress> candidates) => FirewallException.Create(
        FirewallErrorKind.InvalidOperation, candidates,
        candidates.Count == 0
            ? $"This host has no {family} address that other hosts could reach the port by."
            : $"Which {family} address other hosts use can't be told: there are {string.Join(", ", candidates)}.",
        "Give the name or address that clients use with -ComputerName.");

    public static FirewallException PortNotReached(PortProbe probe, PortProof? proof) => FirewallException.Create(
        FirewallErrorKind.ConnectionError, probe,
        $"{Describe(probe)} was not reached from {probe.Vantage} ({probe.Outcome}). {WhyNotReached(probe, proof)}",
        NextStep(probe, proof));

    public static FirewallException NotProbed(PortRange port, AddressFamily family) => FirewallException.Create(
        FirewallErrorKind.ConnectionError, port.ToString(),
        $"Port {port} was not probed over {family}: none of the names given has an address of that family where they were looked up.",
        $"Give an {family} address with -ComputerName, or name the other family with -AddressFamily.");

    public static FirewallException PortNotProved(PortProof proof) => FirewallException.Create(
        FirewallErrorKind.InvalidResult, proof,
        $"'{proof.Rule.Specification}' ({proof.AddressFamily}) is not proved. {proof.Finding}",
        proof.OwnPackets == 0 ? "See who took the packets with Trace-PortPath. If a router on the way gives them another source, go by the counter alone: -CounterOnly." : "Correct what the finding names, and run the command again.");

    public static FirewallException StillAccepted(PortPath path) => FirewallException.Create(
        FirewallErrorKind.InvalidOperation, path,
        $"Without the rule the port is still open: {string.Join(", ", path.Segments.Where(s => s.Verdict == PortVerdict.Accept).Select(s => s.DecidedBy).Distinct(StringComparer.Ordinal))} lets {(path.Verdict == PortVerdict.Accept ? "all" : "some")} of the packets in ({path.AddressFamily}).",
        "See for whom with Test-PortPath, and remove or narrow that first. Remove-IptablesRule takes this rule away all the same.");

    public static FirewallException StillReached(PortProbe probe) => FirewallException.Create(
        FirewallErrorKind.InvalidResult, probe,
        $"{Describe(probe)} still answers {probe.Vantage} ({probe.Outcome}), though by the rules as they were read before the probe nothing let it in.",
        "See whether somebody has changed the rules meanwhile (Test-PortPath), whether that address belongs to this host, or whether something in between answers for it (a proxy, a load balancer).");

    public static FirewallException ClosingNotProvable(PortProbe probe) => FirewallException.Create(
        FirewallErrorKind.ConnectionError, probe,
        $"From {probe.Vantage} nobody could tell a closed port from an open one. {Describe(probe)} ended as {probe.Outcome} while the rule still let packets in. {probe.Detail}",
        "Probe from a place that reaches the port now, by an address that leads here (-ComputerName), or remove the rule without that proof: Remove-IptablesRule.");

    public static FirewallException ClosingNotProved(PortProbe probe) => FirewallException.Create(
        FirewallErrorKind.InvalidResult, probe,
        $"That the port is closed is not proved: what {probe.Vantage} got ({probe.Outcome}) is not what these rules answer. {probe.Detail}",
        "See who answers for that address, and what the rules do with the packets now: Test-PortPath.");

    public static FirewallException RuleAmbiguous(string specification, AddressFamily family, IReadOnlyList<IptablesRule> rules) => FirewallException.Create(
        FirewallErrorKind.InvalidOperation, rules,
        $"More than one rule says '{specification}' ({family}): {string.Join(", ", rules.Select(r => r.Place))}.",
        "Name the chain with -Chain and the comment with -Comment, or pipe the rules that are meant into Remove-IptablesRule.");

    /// <summary>The counter and the path tell more than the answer alone, where they were asked.</summary>
    private static string WhyNotReached(PortProbe probe, PortProof? proof)
        => proof is { Probe.Length: > 0 } ? Capital(proof.Finding.Replace("Not proved: ", "", StringComparison.Ordinal)) : probe.Detail;

    private static string NextStep(PortProbe probe, PortProof? proof) => probe.Outcome switch
    {
        ProbeOutcome.NoReply => "See what the service logs, or ask with its own client. One that never answers strangers can't be proved by a probe: open it with Add-IptablesPortRule, and see its counter rise when a client comes.",
        ProbeOutcome.NameNotFound => "Give an address, or a name that is known where the probe is made, with -ComputerName.",
        _ when proof is { OwnPackets: > 0 } => "The firewall lets the packets in: see what the service does with them, and what the host sends back.",
        _ => "Follow the packets with Trace-PortPath: what is stopped here names its rule; what never comes is stopped on the way.",
    };

    private static string Capital(string sentence) => sentence.Length == 0 ? sentence : char.ToUpperInvariant(sentence[0]) + sentence[1..];

    private static string Describe(PortProbe probe) => $"Port {probe.Port} ({probe.Protocol}) of {probe.RemoteAddress?.ToString() ?? probe.ComputerName}";
}
