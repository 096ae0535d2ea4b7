using System.Management.Automation;

namespace PortFirewall;

/// <summary>Reads chains with their policy, exact counters and rules.</summary>
[Cmdlet(VerbsCommon.Get, "IptablesChain")]
[OutputType(typeof(IptablesChain))]
public sealed class GetIptablesChainCommand : ScopedCommand
{
    /// <summary>The names of the chains; wildcards allowed. All chains of the table where none is given.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Chain")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    /// <summary>The table.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Table { get; set; } = "filter";

    private protected override void Process()
    {
        ChainName.CheckTable(Table);
        foreach (var name in Name)
            ChainSelection.Check(name);
        WriteObject(ChainSelection.Of(ReadRulesets(FamiliesToRead(), Table), Table, Name, WriteError), enumerateCollection: true);
    }
}
