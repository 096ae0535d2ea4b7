namespace PortFirewall;

/// <summary>
/// One port taken through the whole guide: a property for each step, in the order of <see cref="PortOpeningStep"/>. A step that
/// was not reached is empty.
/// </summary>
public sealed class PortOpening
{
    /// <summary>Whether the port was opened or closed.</summary>
    public required PortOpeningAction Action { get; init; }

    /// <summary>The protocol in lower case.</summary>
    public required string Protocol { get; init; }

    /// <summary>The port, or the range as iptables writes it (<c>6000:6010</c>).</summary>
    public required string Port { get; init; }

    /// <summary>The address families that it was done for.</summary>
    public required AddressFamily[] AddressFamily { get; init; }

    /// <summary>The names or addresses that were probed.</summary>
    public required string[] ComputerName { get; init; }

    /// <summary>Step 1: what listens on the port.</summary>
    public required PortListener[] Listener { get; init; }

    /// <summary>Step 2: the chain as it was before, for each family.</summary>
    public required IptablesChain[] Chain { get; init; }

    /// <summary>Step 3: whether the exact rule was there already, for each family.</summary>
    public required IptablesRuleTest[] RuleTest { get; init; }

    /// <summary>Step 4: the rules that open the port, as read back; when closing, those that were removed.</summary>
    public required IptablesRule[] Rule { get; init; }

    /// <summary>Step 5: what becomes of the packets after that, for each family.</summary>
    public required PortPath[] Path { get; init; }

    /// <summary>Step 6: the attempts to reach the port from elsewhere.</summary>
    public required PortProbe[] Probe { get; init; }

    /// <summary>When closing: the same attempts while the rule was still there, without which silence would prove nothing; empty when opening.</summary>
    public required PortProbe[] ProbeBefore { get; init; }

    /// <summary>Step 7: probes and the rule's own counter together, for each family; empty when closing, where no rule is left to count.</summary>
    public required PortProof[] Proof { get; init; }

    /// <summary>Step 8: the files that the rules were saved in; empty where that was not wanted.</summary>
    public required IptablesSaveResult[] Save { get; init; }

    /// <summary>True where every step that was wanted has succeeded.</summary>
    public bool Succeeded => FailedStep is null;

    /// <summary>The step that failed; null where none did.</summary>
    public PortOpeningStep? FailedStep { get; init; }

    /// <summary>The id of the error that ended it; null where there was none.</summary>
    public string? ErrorId { get; init; }

    /// <summary>What was found, as a sentence or two.</summary>
    public required string Finding { get; init; }

    /// <summary>What to do next, as a sentence; null where nothing is to be done.</summary>
    public string? RecommendedAction { get; init; }

    /// <summary>Whether the rules in force are other than before.</summary>
    public required bool Changed { get; init; }

    /// <summary>Whether something was changed and taken back.</summary>
    public required bool Undone { get; init; }

    /// <summary>The timer that takes the change back unless it is confirmed; null where there is none.</summary>
    public IptablesRollback? Rollback { get; init; }

    /// <summary>The network namespace (<c>ip netns</c>) whose firewall it is; null for the host's own.</summary>
    public string? NetworkNamespace { get; init; }

    /// <summary>The backend that was asked for; null for the host's default.</summary>
    public IptablesBackend? Backend { get; init; }

    /// <summary>The result in a few words.</summary>
    public override string ToString()
        => $"{Action} {Protocol} {Port}: {(FailedStep is { } step ? $"failed at {step} ({ErrorId})" : "succeeded")}";
}
