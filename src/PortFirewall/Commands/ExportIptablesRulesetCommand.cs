using System.Management.Automation;

namespace PortFirewall;

/// <summary>Writes rule sets with their counters into files that <c>iptables-restore</c> takes: the files are written whole and together, or not at all.</summary>
[Cmdlet(VerbsData.Export, "IptablesRuleset", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportIptablesRulesetCommand : ScopedCommand
{
    private readonly List<IptablesRuleset> _given = [];

    private AddressFamily[] _families = [];
    private bool _live;

    /// <summary>The file or folder to write into.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The rule sets; the live ones where none is given.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public PSObject[] InputObject { get; set; } = [];

    private protected override IReadOnlyList<IptablesRuleset> Offline => _given;

    // What is bound before the first input came from the command line; later it would be the family of the last rule set.
    private protected override void Begin() => _families = AddressFamily;

    private protected override void Process()
    {
        // Not at the end: a pipeline that brought nothing does not mean the live rules.
        _live = InputObject.Length == 0;
        foreach (var input in InputObject)
            Guard(() => _given.Add(Deserialized.Ruleset(input)));
    }

    private protected override void End()
    {
        if (!_live && _given.Count == 0)
            return;
        AddressFamily = _families;
        var rulesets = ReadRulesets(FamiliesToRead()).Select(r => _live ? r.WithoutTemporaryRules() : r).ToList();
        if (rulesets.GroupBy(r => r.AddressFamily).FirstOrDefault(g => g.Count() > 1) is { } several)
            throw RulesetErrors.FamilyGivenTwice(several.Key);
        var path = FilePaths.Resolve(SessionState.Path, Path);
        var files = rulesets.Select(r => (Ruleset: r, Path: SavedFileName.Of(path, rulesets.Count, r.AddressFamily))).ToList();
        // All names first: a bad one is found before anything is written.
        foreach (var file in files)
            SavedFileName.Check(file.Path);
        files.RemoveAll(f => !ShouldProcess(f.Path, $"Write the rules of {f.Ruleset.AddressFamily}"));
        foreach (var file in Await(stop => RulesetExport.WriteAsync(files, stop)))
        {
            // As Get-Item emits it, with the path that other cmdlets take from the pipeline.
            WriteObject(InvokeProvider.Item.Get([file], force: true, literalPath: true), enumerateCollection: true);
        }
    }
}
