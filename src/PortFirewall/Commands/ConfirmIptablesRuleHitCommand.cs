using System.Management.Automation;

namespace PortFirewall;

/// <summary>Proves a rule: did its own counter rise while somebody connected from elsewhere?</summary>
[Cmdlet(VerbsLifecycle.Confirm, "IptablesRuleHit", DefaultParameterSetName = WhileSet, SupportsShouldProcess = true)]
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
    [ValidateNotNull]
    public PSObject[] Probe { get; set; } = [];

    /// <summary>Go by the counter alone: add no rule that watches, not even for a moment.</summary>
    [Parameter(ParameterSetName = WhileSet)]
    public SwitchParameter CounterOnly { get; set; }

    private protected override void Process() => _rules.AddRange(Rule.Select(Deserialized.RuleOf));

    private protected override void End()
    {
        if (ParameterSetName == WhileSet)
        {
            Prove();
            return;
        }
        var probes = Probes(Probe);
        foreach (var rule in Before.Select(Deserialized.Rule))
            Guard(() => WriteObject(Await(stop => RuleProof.JudgeAsync(rule, probes, stop))));
    }

    private void Prove()
    {
        var proof = Await(stop => RuleProof.PrepareAsync(_rules, CounterOnly, stop));
        try
        {
            proof.Errors.ForEach(WriteError);
            var commands = Await(stop => proof.DescribeAsync(stop));
            // With no rule left to prove, or nothing to be done at all, nobody is to connect either.
            if (proof.IsEmpty || (commands.Count > 0 && !ShouldProcess(string.Join(", ", _rules.Select(r => r.Place)), string.Join("; ", commands))) || IsWhatIf)
                return;
            Await(stop => proof.BeginAsync(stop));
            var start = DateTimeOffset.UtcNow;
            // The block runs once for all rules: one connection attempt per family is all it takes. A probe from before the rules
            // were watched proves nothing about them.
            var probes = Probes(While!.Invoke()).FindAll(p => ProbeClock.MayBeSince(p, start));
            Await(_ => proof.EndAsync());
            foreach (var judge in proof.Judgements(probes))
                Guard(() => WriteObject(Await(judge)));
        }
        finally
        {
            AwaitToEnd(() => proof.DisposeAsync().AsTask());
        }
    }

    /// <summary>The probes among what came out: the objects themselves, or what is left of those that another host made.</summary>
    private static List<PortProbe> Probes(IEnumerable<PSObject?> output)
        => [.. output.Select(o => o is null ? null : Deserialized.Probe(o)).OfType<PortProbe>()];
}
