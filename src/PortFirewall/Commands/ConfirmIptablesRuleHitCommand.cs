using System.Management.Automation;

namespace PortFirewall;

/// <summary>Proves a rule: did its own counter rise while somebody connected from elsewhere?</summary>
[Cmdlet(VerbsLifecycle.Confirm, "IptablesRuleHit", DefaultParameterSetName = WhileSet)]
[OutputType(typeof(PortProof))]
public sealed class ConfirmIptablesRuleHitCommand : FirewallCommand
{
    private const string WhileSet = "While";
    private const string BeforeSet = "Before";

    private readonly List<IptablesRule> _rules = [];

    /// <summary>The rules to prove, as Add-IptablesPortRule or Get-IptablesRule emits them.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = WhileSet)]
    public PSObject[] Rule { get; set; } = [];

    /// <summary>What connects: a script block that calls Confirm-PortReachable.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = WhileSet)]
    public ScriptBlock? While { get; set; }

    /// <summary>The rules as they were read before somebody connected by other means.</summary>
    [Parameter(Mandatory = true, ParameterSetName = BeforeSet)]
    public PSObject[] Before { get; set; } = [];

    /// <summary>The probes that were made since, as Confirm-PortReachable emits them.</summary>
    [Parameter(ParameterSetName = BeforeSet)]
    public PSObject[] Probe { get; set; } = [];

    private protected override void Process() => _rules.AddRange(Rule.Select(Deserialized.Rule));

    private protected override void End()
    {
        if (ParameterSetName == BeforeSet)
        {
            Judge([.. Before.Select(Deserialized.Rule)], Probes(Probe));
            return;
        }
        var before = _rules.ConvertAll(rule => RuleIdentity.Require(Read(rule).RequireChain(rule.Table, rule.Chain), rule));
        var start = DateTimeOffset.UtcNow;
        // The block runs once for all rules: one connection attempt per family is all it takes. A probe from before the counters
        // were read proves nothing about them.
        Judge(before, Probes(While!.Invoke()).FindAll(p => p.StartedAt is not { } began || began >= start));
    }

    /// <summary>The probes among what came out: the objects themselves, or what is left of those that another host made.</summary>
    private static List<PortProbe> Probes(IEnumerable<PSObject?> output)
        => [.. output.Select(o => o is null ? null : Deserialized.Probe(o)).OfType<PortProbe>()];

    private void Judge(List<IptablesRule> before, IReadOnlyList<PortProbe> probes)
    {
        foreach (var rule in before)
            Guard(() => WriteObject(ProofJudge.Judge(rule, ReadAll(rule), probes)));
    }

    /// <summary>With all else that sees the packets: where the counter did not rise, or nobody was served, that may be why.</summary>
    private IptablesRuleset ReadAll(IptablesRule rule) => Await(async stop =>
    {
        var read = await HookedRulesets.ReadAsync(new FirewallScope(rule.NetworkNamespace, rule.Backend), [rule.AddressFamily], stop);
        return (await HostFactsReader.CompleteWhereAskedAsync(read.Rulesets, stop))[0];
    });

    private IptablesRuleset Read(IptablesRule rule)
        => Await(stop => RulesetSource.ReadAsync(new FirewallScope(rule.NetworkNamespace, rule.Backend), rule.AddressFamily, stop));
}
