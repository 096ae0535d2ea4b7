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

    public static FirewallException ProbeAddressUnknown(AddressFamily family, IReadOnlyList<IPAddress> candidates, string? narrowed = null) => FirewallException.Create(
        FirewallErrorKind.InvalidOperation, candidates,
        candidates.Count == 0
            ? $"This host has no {family} address {(narrowed is null ? "" : $"within {narrowed} ")}that other hosts could reach the port by."
            : $"Which {family} address other hosts use can't be told: there are {string.Join(", ", candidates)}.",
        "Give the name or address that clients use with -ComputerName.");

    public static FirewallException InterfaceNotFound(string name, IEnumerable<string> interfaces, string? networkNamespace) => FirewallException.Create(
        FirewallErrorKind.ObjectNotFound, name,
        $"There is no interface '{name}'{(networkNamespace is null ? "" : $" in network namespace '{networkNamespace}'")}, so no packet comes in by it.",
        $"Name one that is there with -InInterface ({string.Join(", ", interfaces)}), or leave it out.");

    public static FirewallException DestinationNotLocal(string destination, IReadOnlyList<IPAddress> own) => FirewallException.Create(
        FirewallErrorKind.InvalidOperation, destination,
        destination.Contains('/', StringComparison.Ordinal)
            ? $"The network {destination} has no address of this host: packets for it are other hosts'."
            : $"The address {destination} is not one of this host: packets for it are another host's.",
        own.Count == 0 ? "Give one of this host's addresses with -Destination, or leave it out." : $"Give one of this host's addresses with -Destination ({string.Join(", ", own)}), or leave it out.");

    public static FirewallException PortNotReached(PortProbe probe, PortProof? proof) => FirewallException.Create(
        FirewallErrorKind.ConnectionError, probe,
        $"{Describe(probe)} was not reached from {probe.Vantage} ({probe.Outcome}). {WhyNotReached(probe, OfProbe(proof, probe))}",
        OfProbe(proof, probe)?.Next ?? ProofAdvice.Of(probe));

    public static FirewallException NewConnectionsLeftOut(IReadOnlyList<string> states) => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, states,
        $"Nobody can begin a connection by a rule for state {string.Join(" or ", states)} only, so no probe can prove it.",
        "Leave -ConnectionState out, or name NEW. A rule that is meant to be so is added by Add-IptablesPortRule.");

    public static FirewallException NotProbed(PortRange port, AddressFamily family) => FirewallException.Create(
        FirewallErrorKind.ConnectionError, port.ToString(),
        $"Port {port} was not probed over {family}: none of the names given has an address of that family where they were looked up.",
        $"Give an {family} address with -ComputerName, or name the other family with -AddressFamily.");

    public static FirewallException PortNotProved(PortProof proof, ProofOfProbe? answeredElsewhere = null) => FirewallException.Create(
        FirewallErrorKind.InvalidResult, proof,
        $"'{proof.Rule.Specification}' ({proof.AddressFamily}) is not proved{(answeredElsewhere is null ? "" : $" for {answeredElsewhere.Probe.Vantage}")}: {WithoutVerdict(answeredElsewhere?.Finding ?? proof.Finding)}",
        answeredElsewhere?.Next ?? proof.Next ?? "Correct what the finding names, and run the command again.");

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

    public static FirewallException ClosingNotProved(PortProbe probe, bool isAsBefore = false) => FirewallException.Create(
        FirewallErrorKind.InvalidResult, probe,
        $"That the port is closed is not proved: what {probe.Vantage} got ({probe.Outcome}) is {(isAsBefore ? "what it got while the rule was there, so it need not be what these rules answer" : "not what these rules answer")}. {probe.Detail}",
        isAsBefore ? "Close the port while its service runs, from a place that reaches it, or remove the rule without that proof: Remove-IptablesRule."
            : "See who answers for that address, and what the rules do with the packets now: Test-PortPath.");

    public static FirewallException RuleAmbiguous(string specification, AddressFamily family, IReadOnlyList<IptablesRule> rules) => FirewallException.Create(
        FirewallErrorKind.InvalidOperation, rules,
        $"More than one rule says '{specification}' ({family}): {string.Join(", ", rules.Select(r => r.Place))}.",
        "Name the chain with -Chain and the comment with -Comment, or pipe the rules that are meant into Remove-IptablesRule.");

    /// <summary>The counter and the path tell more than the answer alone, where they were asked.</summary>
    private static string WhyNotReached(PortProbe probe, ProofOfProbe? proof)
        => proof is not null ? Capital(WithoutVerdict(proof.Finding)) : probe.Detail;

    /// <summary>The same is not said twice in one message.</summary>
    private static string WithoutVerdict(string finding) => finding.Replace("Not proved: ", "", StringComparison.Ordinal);

    /// <summary>Another probe may have been let in by the same rule: what became of this one is what counts.</summary>
    private static ProofOfProbe? OfProbe(PortProof? proof, PortProbe probe) => proof?.Each.Concat(proof.NotItsOwn).FirstOrDefault(e => ReferenceEquals(e.Probe, probe));

    private static string Capital(string sentence) => sentence.Length == 0 ? sentence : char.ToUpperInvariant(sentence[0]) + sentence[1..];

    private static string Describe(PortProbe probe) => $"Port {probe.Port} ({probe.Protocol}) of {probe.RemoteAddress?.ToString() ?? probe.ComputerName}";
}
