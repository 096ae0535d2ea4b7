using System.Management.Automation;

namespace PortFirewall;

/// <summary>Moves a rule to where it takes effect, or to a given position, without a moment in which it is not there.</summary>
[Cmdlet(VerbsCommon.Move, "IptablesRule", SupportsShouldProcess = true, DefaultParameterSetName = RuleSet)]
[OutputType(typeof(IptablesRule))]
public sealed class MoveIptablesRuleCommand : FirewallCommand
{
    private const string RuleSet = "Rule";
    private const string SpecificationSet = "Specification";

    /// <summary>The rule, as it was read.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = RuleSet)]
    public IptablesRule? Rule { get; set; }

    /// <summary>The rule as <c>iptables-save</c> prints it, without <c>-A CHAIN</c>.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = SpecificationSet)]
    [ValidateNotNullOrEmpty]
    public string Specification { get; set; } = "";

    /// <summary>The chain that the rule is in.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = SpecificationSet)]
    [ValidateNotNullOrEmpty]
    public string Chain { get; set; } = "INPUT";

    /// <summary>The table that the rule is in.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = SpecificationSet)]
    [ValidateNotNullOrEmpty]
    public string Table { get; set; } = "filter";

    /// <summary>The address family of the rule.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = SpecificationSet)]
    public AddressFamily AddressFamily { get; set; } = AddressFamily.IPv4;

    /// <summary>The network namespace (<c>ip netns</c>) to work in.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? NetworkNamespace { get; set; }

    /// <summary>The iptables to use, where it is not the host's default.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    public IptablesBackend? Backend { get; set; }

    /// <summary>The number that the rule shall have; worked out where it is not given.</summary>
    [Parameter]
    public int? Position { get; set; }

    /// <summary>Move the rule even to where it has no effect.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override void Process()
    {
        ChainName.CheckTable(Table);
        ChainName.Check(Chain);
        var rule = Rule ?? new IptablesRule { Number = 0, Chain = Chain, Table = Table, AddressFamily = AddressFamily, Specification = Specification };
        if (Rule is null)
            _ = RuleReader.Read(Specification);
        var scope = new FirewallScope(string.IsNullOrEmpty(NetworkNamespace) ? rule.NetworkNamespace : NetworkNamespace, Backend ?? rule.Backend);
        var move = Await(stop => RuleMove.PrepareAsync(scope, rule, Position, Force, stop));
        if (move.CommandLine is null)
            WriteObject(move.Rule);
        else if (ShouldProcess($"{rule.AddressFamily} {move.Rule.Place} to {move.Rule.Chain}:{move.Number}", move.CommandLine))
            WriteObject(Await(move.ApplyAsync));
    }
}
