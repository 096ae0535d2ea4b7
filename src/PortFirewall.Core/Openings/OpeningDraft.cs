namespace PortFirewall;

/// <summary>One port on its way through the guide: what the steps have found so far. The first error ends its way.</summary>
/// <param name="port">The port or range.</param>
/// <param name="families">The families asked for; a step may leave out one that nobody could use.</param>
internal sealed class OpeningDraft(PortRange port, IReadOnlyList<AddressFamily> families)
{
    public PortRange Port { get; } = port;

    public IReadOnlyList<AddressFamily> Families { get; set; } = families;

    public IReadOnlyList<string> ComputerNames { get; set; } = [];

    public IReadOnlyList<PortListener> Listeners { get; set; } = [];

    public IReadOnlyList<IptablesChain> Chains { get; set; } = [];

    public IReadOnlyList<IptablesRuleTest> RuleTests { get; set; } = [];

    public IReadOnlyList<IptablesRule> Rules { get; set; } = [];

    /// <summary>Those of <see cref="Rules"/> that were not there before, or that were taken away: what there is to undo.</summary>
    public IReadOnlyList<IptablesRule> Changed { get; set; } = [];

    public IReadOnlyList<PortPath> Paths { get; set; } = [];

    public IReadOnlyList<PortProbe> Probes { get; set; } = [];

    /// <summary>When closing: the probes that were made while the rule was still there.</summary>
    public IReadOnlyList<PortProbe> ProbesBefore { get; set; } = [];

    public IReadOnlyList<PortProof> Proofs { get; set; } = [];

    public IReadOnlyList<IptablesSaveResult> Saves { get; set; } = [];

    /// <summary>Whether what was changed has been taken back.</summary>
    public bool IsUndone { get; set; }

    /// <summary>The step at which it ended; null while it goes on.</summary>
    public PortOpeningStep? FailedStep { get; private set; }

    /// <summary>Why it ended; null while it goes on.</summary>
    public FirewallException? Error { get; private set; }

    public bool GoesOn => Error is null;

    /// <summary>The ports to probe: those of a range on which something listens; the first one where nothing does.</summary>
    public IReadOnlyList<PortRange> ProbedPorts
        => Port.IsSingle || ReachablePorts.Count == 0 ? [new PortRange(Port.Low, Port.Low)] : [.. ReachablePorts.Select(p => new PortRange(p, p))];

    /// <summary>The ports on which something listens that others can reach, in order.</summary>
    private List<int> ReachablePorts => [.. Listeners.Where(l => l.Scope != ListenerScope.Loopback).Select(l => l.Port).Distinct().Order()];

    /// <summary>Ends the way of this port. Only the first error counts.</summary>
    public void Fail(PortOpeningStep step, FirewallException error)
    {
        if (!GoesOn)
            return;
        FailedStep = step;
        Error = error;
    }

    /// <summary>The timer has taken back what was changed, which is what every failure since then comes from.</summary>
    /// <param name="error">What the timer did.</param>
    /// <param name="isUndone">Whether it has done it.</param>
    public void EndByTimer(FirewallException error, bool isUndone)
    {
        if (IsUndone || (Changed.Count == 0 && !GoesOn))
            return;
        FailedStep = PortOpeningStep.Rule;
        Error = error;
        IsUndone = isUndone && Changed.Count > 0;
    }

    /// <summary>The result as users see it.</summary>
    public PortOpening Finish(PortOpeningAction action, string protocol, string? networkNamespace, IptablesBackend? backend, IptablesRollback? rollback = null) => new()
    {
        Action = action,
        Protocol = protocol,
        Port = Port.ToString(),
        AddressFamily = [.. Families],
        ComputerName = [.. ComputerNames],
        Listener = [.. Listeners],
        Chain = [.. Chains],
        RuleTest = [.. RuleTests],
        Rule = [.. Rules],
        Path = [.. Paths],
        Probe = [.. Probes],
        ProbeBefore = [.. ProbesBefore],
        Proof = [.. Proofs],
        Save = [.. Saves],
        FailedStep = FailedStep,
        ErrorId = Error?.ErrorId,
        Finding = Error is null ? OpeningFindings.Success(action, this, rollback) : OpeningFindings.Failure(this),
        RecommendedAction = Error?.RecommendedAction,
        Changed = Changed.Count > 0 && !IsUndone,
        Undone = IsUndone,
        Rollback = rollback,
        NetworkNamespace = networkNamespace,
        Backend = backend,
    };
}
