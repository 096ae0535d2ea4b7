using System.Management.Automation;

namespace PortFirewall;

/// <summary>Reads chains with their policy, exact counters and rules.</summary>
[Cmdlet(VerbsCommon.Get, "IptablesChain")]
[OutputType(typeof(IptablesChain))]
public sealed class GetIptablesChainCommand : ScopedCommand
{
    /// <summary>The names of the chains; wildcards allowed. All chains of the table where none is given.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(ChainPatternCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    /// <summary>The chain of a piped chain or rule. The <c>Name</c> of other objects, such as a lab, is not one of a chain.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    [ArgumentCompleter(typeof(ChainPatternCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Chain { get; set; }

    /// <summary>The table.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(TableCompleter))]
    [ValidateNotNullOrEmpty]
    public string Table { get; set; } = "filter";

    private protected override void Process()
    {
        ChainName.CheckTable(Table);
        var names = Chain ?? Name;
        foreach (var name in names)
            ChainSelection.Check(name);
        WriteObject(ChainSelection.Of(ReadRulesets(FamiliesToRead(), Table), Table, names, WriteError), enumerateCollection: true);
    }
}
