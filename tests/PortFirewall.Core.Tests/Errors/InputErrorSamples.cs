namespace PortFirewall.Core.Tests.Errors;

/// <summary>Errors about values that were given, as somebody would meet them.</summary>
internal static class InputErrorSamples
{
    public static IReadOnlyList<FirewallException> All =>
    [
        InputErrors.PortNotSingle("6000-6010"),
        InputErrors.PortOutOfRange("70000"),
        InputErrors.PortRangeReversed("6010-6000"),
        InputErrors.ServiceNotFound("htps", "tcp"),
        InputErrors.ProtocolWithoutPorts("icmp"),
        InputErrors.InvalidWildcard("[f2b"),
        InputErrors.PathNotOfFiles("env:rules.v4", "Environment"),
        InputErrors.EmptyValue("Source"),
        InputErrors.InvalidAddress("shop.example.net"),
        InputErrors.AddressFamilyMismatch("192.0.2.10", "IPv6"),
        InputErrors.InvalidInterfaceName("eth 0"),
        InputErrors.InvalidChainName("IN PUT"),
        InputErrors.InvalidComment("it's", "it has a quote or a backslash"),
        InputErrors.InvalidConnectionState("OPEN"),
        InputErrors.InvalidNetworkNamespaceName("../run"),
        InputErrors.InvalidPosition(9, 4),
        InputErrors.InvalidTarget("-j"),
        InputErrors.InvalidComputerName("shop example"),
        InputErrors.InvalidVantage("https://jump.example.net"),
        InputErrors.InvalidSshOption("IdentityFile"),
        InputErrors.SshOptionReserved("BatchMode"),
        InputErrors.InvalidSpecification("-p tcp -j \"ACCEPT", 11, "a quote is not closed"),
        RollbackErrors.InvalidRollbackTime(100000, 86400),
        RollbackErrors.InvalidRollbackId("12"),
        RollbackErrors.InvalidRollback(),
        ProofErrors.InvalidProof(),
        ProofErrors.InvalidRule(),
        RulesetErrors.InvalidRuleset(),
        CheckpointErrors.InvalidCheckpoint(),
        LabErrors.InvalidLabName("my lab"),
    ];
}
