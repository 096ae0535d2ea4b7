using System.Management.Automation;

namespace PortFirewall;

/// <summary>Reads rules with their position and exact counters.</summary>
[Cmdlet(VerbsCommon.Get, "IptablesRule")]
[OutputType(typeof(IptablesRule))]
public sealed class GetIptablesRuleCommand : ScopedCommand
{
    /// <summary>The chains to read; wildcards allowed. All chains of the table where none is given.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ChainPatternCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Chain { get; set; } = ["*"];

    /// <summary>The table.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(TableCompleter))]
    [ValidateNotNullOrEmpty]
    public string Table { get; set; } = "filter";

    /// <summary>Only rules that name one of these destination ports, alone or within a range or list.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AnyPortCompleter))]
    [ValidateNotNull]
    public string[] Port { get; set; } = [];

    /// <summary>Only rules for this protocol.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AnyProtocolCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Protocol { get; set; }

    /// <summary>Only rules with one of these targets; wildcards allowed.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(TargetPatternCompleter))]
    [SupportsWildcards]
    [ValidateNotNull]
    public string[] Target { get; set; } = [];

    /// <summary>Only rules with such a comment; wildcards allowed.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(CommentPatternCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string? Comment { get; set; }

    private protected override void Process()
    {
        ChainName.CheckTable(Table);
        foreach (var chain in Chain)
            ChainSelection.Check(chain);
        var filter = new RuleFilter(
            [.. Port.Select(p => PortText.Parse(p, Protocol ?? "tcp", ServiceNames.System))], Protocol, Target, Comment);
        foreach (var chain in ChainSelection.Of(ReadRulesets(FamiliesToRead(), Table), Table, Chain, WriteError))
        {
            foreach (var rule in chain.Rules)
            {
                if (filter.Takes(rule))
                    WriteObject(rule);
            }
        }
    }
}
