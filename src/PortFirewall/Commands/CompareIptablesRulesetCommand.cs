using System.Management.Automation;

namespace PortFirewall;

/// <summary>Tells in what two rule sets differ: rules by what they mean, a move as a move, counters aside.</summary>
[Cmdlet(VerbsData.Compare, "IptablesRuleset")]
[OutputType(typeof(IptablesRuleDifference))]
public sealed class CompareIptablesRulesetCommand : ScopedCommand
{
    private readonly List<IptablesRuleset> _difference = [];

    private AddressFamily[] _families = [];
    private bool _came;
    private int _unread;

    /// <summary>What was: a checkpoint, rule sets or files; the live rules where it is not given.</summary>
    [Parameter(Position = 0)]
    [AllowNull]
    public PSObject[]? ReferenceObject { get; set; }

    /// <summary>What is: a checkpoint, rule sets or files; the live rules where it is not given.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true)]
    [AllowNull]
    public PSObject[]? DifferenceObject { get; set; }

    // What is bound before the first input came from the command line; later it would be the family of the last rule set.
    private protected override void Begin() => _families = AddressFamily;

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
        AddressFamily = _families;
        IReadOnlyList<IptablesRuleset> reference = Read(ReferenceObject);
        IReadOnlyList<IptablesRuleset> difference = _difference;
        if (reference.Count + difference.Count == 0)
            throw RulesetErrors.NothingToCompare();
        var families = _families.Length > 0 ? _families : [.. reference.Concat(difference).Select(r => r.AddressFamily).Distinct().Order()];
        if (reference.Count == 0)
            reference = ReadRulesets(families);
        if (difference.Count == 0)
            difference = ReadRulesets(families);
        foreach (var family in families)
            Guard(() => WriteObject(RulesetComparison.Compare(Of(family, reference), Of(family, difference)), enumerateCollection: true));
    }

    private static IptablesRuleset Of(AddressFamily family, IReadOnlyList<IptablesRuleset> rulesets)
    {
        var found = rulesets.Where(r => r.AddressFamily == family).ToList();
        return found.Count switch
        {
            0 => throw RulesetErrors.FamilyNotInRuleset(family),
            1 => found[0],
            _ => throw RulesetErrors.FamilyGivenTwice(family),
        };
    }

    private List<IptablesRuleset> Read(PSObject?[]? inputs) => [.. (inputs ?? []).OfType<PSObject>().SelectMany(Read)];

    private IEnumerable<IptablesRuleset> Read(PSObject input)
    {
        if (input.BaseObject is IptablesCheckpoint checkpoint)
            return checkpoint.Rulesets;
        if ((input.BaseObject as string ?? (input.BaseObject as FileInfo)?.FullName) is { } path)
            return [ReadFile(path)];
        return Deserialized.CheckpointFiles(input) is { } files ? files.Select(ReadFile) : [Deserialized.Ruleset(input)];
    }

    private IptablesRuleset ReadFile(string path)
    {
        var file = GetUnresolvedProviderPathFromPSPath(path);
        var lines = Await(stop => RulesetFile.ReadLinesAsync(file, stop));
        return RulesetImport.Read(lines, RulesetFamily.Of(lines, file), file, mayBeEmpty: CheckpointHeader.Read(lines) is not null);
    }
}
