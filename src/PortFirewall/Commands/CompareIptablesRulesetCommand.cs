using System.Management.Automation;

namespace PortFirewall;

/// <summary>Tells in what two rule sets differ: rules by what they mean, a move as a move, counters aside.</summary>
[Cmdlet(VerbsData.Compare, "IptablesRuleset")]
[OutputType(typeof(IptablesRuleDifference))]
public sealed class CompareIptablesRulesetCommand : ScopedCommand
{
    private readonly List<RulesetToRestore> _difference = [];

    private AddressFamily[] _families = [];
    private FirewallScope _asked = new(null, null);
    private bool _isPiped;
    private bool _came;
    private int _unread;

    /// <summary>What was: a checkpoint, rule sets or files; the live rules where it is not given.</summary>
    [Parameter(Position = 0)]
    [AllowNull]
    public PSObject[]? ReferenceObject { get; set; }

    /// <summary>What is: a checkpoint, rule sets or files; the live rules where it is not given. What comes down the pipeline alone is what was.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true)]
    [AllowNull]
    public PSObject[]? DifferenceObject { get; set; }

    // What is bound before the first input came from the command line; later it would be where the last rule set came from.
    private protected override void Begin()
    {
        (_families, _asked) = (AddressFamily, Firewall);
        // One side alone is what was, however it is given; the live rules are what is.
        _isPiped = !MyInvocation.BoundParameters.ContainsKey(nameof(ReferenceObject)) && !MyInvocation.BoundParameters.ContainsKey(nameof(DifferenceObject));
    }

    private protected override void Process()
    {
        _came = true;
        _unread++;
        _difference.AddRange(Read(DifferenceObject));
        _unread--;
    }

    private protected override void End()
    {
        // A side that could not be read, or a pipeline that brought nothing, does not mean the live rules.
        if (!_came || _unread > 0)
            return;
        var (reference, difference) = _isPiped ? (_difference, []) : (Read(ReferenceObject), _difference);
        if (reference.Count + difference.Count == 0)
            throw RulesetErrors.NothingToCompare();
        var families = _families.Length > 0 ? _families : [.. reference.Concat(difference).Select(r => r.Ruleset.AddressFamily).Distinct().Order()];
        foreach (var family in families)
            Guard(() => WriteObject(Compare(family, reference, difference), enumerateCollection: true));
    }

    private IEnumerable<IptablesRuleDifference> Compare(AddressFamily family, List<RulesetToRestore> reference, List<RulesetToRestore> difference)
    {
        var was = reference.Count > 0 ? Of(family, reference) : null;
        var now = difference.Count > 0 ? Of(family, difference) : null;
        return RulesetComparison.Compare(was?.Ruleset ?? Live(now!), now?.Ruleset ?? Live(was!));
    }

    /// <summary>The live rules of where a rule set came from, unless another place is asked for: those of another firewall would tell nothing.</summary>
    private IptablesRuleset Live(RulesetToRestore other)
    {
        var scope = new FirewallScope(_asked.NetworkNamespace ?? other.NetworkNamespace, _asked.Backend ?? other.Backend);
        return Await(stop => RulesetSource.ReadAsync(scope, other.Ruleset.AddressFamily, stop));
    }

    private static RulesetToRestore Of(AddressFamily family, List<RulesetToRestore> rulesets)
    {
        var found = rulesets.Where(r => r.Ruleset.AddressFamily == family).ToList();
        return found.Count switch
        {
            0 => throw RulesetErrors.FamilyNotInRuleset(family),
            1 => found[0],
            _ => throw RulesetErrors.FamilyGivenTwice(family),
        };
    }

    private List<RulesetToRestore> Read(PSObject?[]? inputs) => [.. (inputs ?? []).OfType<PSObject>().SelectMany(input => RestoreInput.Read(input, ReadFiles))];

    private IReadOnlyList<RulesetToRestore> ReadFiles(string path)
    {
        var files = CheckpointFile.FilesOf(FilePaths.Resolve(SessionState.Path, path));
        var family = _families is [var only] ? only : PortFirewall.AddressFamily.IPv4;
        return [.. files.Select(file => Await(stop => CheckpointFile.ReadAsync(file, family, stop)))];
    }
}
