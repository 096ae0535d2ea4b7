using System.Management.Automation;

namespace PortFirewall;

/// <summary>Reads a rule set from a file or from text, without iptables and without root.</summary>
[Cmdlet(VerbsData.Import, "IptablesRuleset", DefaultParameterSetName = TextSet)]
[OutputType(typeof(IptablesRuleset))]
public sealed class ImportIptablesRulesetCommand : FirewallCommand
{
    private const string TextSet = "Text";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private readonly List<string> _lines = [];

    /// <summary>The files; wildcards allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The files, to the letter.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The text of <c>iptables-save</c>, whole or a line at a time; or files as <c>Get-ChildItem</c> emits them.</summary>
    // Not a text: the engine would turn a file into its name, and lines of Get-Content carry the path of their file.
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = TextSet)]
    [AllowEmptyString]
    public PSObject InputObject { get; set; } = "";

    /// <summary>The family of the rules, where the text does not tell.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public AddressFamily? AddressFamily { get; set; }

    private protected override void Process()
    {
        if (InputObject.BaseObject is string text)
            _lines.AddRange(text.Length == 0 ? [""] : TextLines.Of(text));
        else if (InputObject.Properties["PSPath"]?.Value is string file)
            Guard(() => ImportAll([FilePaths.Resolve(SessionState.Path, file)]));
        else
            _lines.AddRange(TextLines.Of(InputObject.ToString()));
        foreach (var path in Path)
            Guard(() => ImportAll(FilePaths.ResolveAll(SessionState.Path, path)));
        foreach (var path in LiteralPath)
            Guard(() => ImportAll([FilePaths.Resolve(SessionState.Path, path)]));
    }

    private protected override void End()
    {
        if (_lines.Exists(l => l.Length > 0))
            WriteObject(RulesetImport.Read(_lines, AddressFamily ?? RulesetFamily.Of(_lines, path: null)));
    }

    private void ImportAll(IEnumerable<string> files)
    {
        foreach (var file in files)
        {
            Guard(() =>
            {
                var lines = Await(stop => RulesetFile.ReadLinesAsync(file, stop));
                WriteObject(RulesetImport.Read(lines, AddressFamily ?? RulesetFamily.Of(lines, file), file));
            });
        }
    }
}
