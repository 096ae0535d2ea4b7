using System.Management.Automation;

namespace PortFirewall;

/// <summary>The base of cmdlets that mean one exact rule: described by its port and so on, or given as iptables-save prints it.</summary>
public abstract class ExactRuleCommand : PortRuleCommand
{
    /// <summary>
    /// The name of the parameter set that gives a rule as an object. It is the default one: a rule from the pipeline is then taken
    /// as such before anything would look for a port in it.
    /// </summary>
    private protected const string RuleSet = "Rule";

    private const string SpecificationSet = "Specification";

    private AddressFamily[] _families = [];
    private FirewallScope _asked = new(null, null);

    /// <summary>The rule as <c>iptables-save</c> prints it, without <c>-A CHAIN</c>.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = SpecificationSet)]
    [ArgumentCompleter(typeof(SpecificationCompleter))]
    [ValidateNotNullOrEmpty]
    public string Specification { get; set; } = "";

    /// <summary>The rule, as Get-IptablesRule emits it, or an object that tells of one, such as an issue or a proof.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = RuleSet)]
    [RuleInput]
    public IptablesRule? Rule { get; set; }

    /// <summary>The rule's comment.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = PortSet)]
    [ArgumentCompleter(typeof(CommentCompleter))]
    [AllowNull]
    [AllowEmptyString]
    public string? Comment { get; set; }

    /// <summary>The rule's target.</summary>
    [Parameter(ParameterSetName = PortSet)]
    [ArgumentCompleter(typeof(TargetCompleter))]
    [ValidateNotNullOrEmpty]
    public string Target { get; set; } = "ACCEPT";

    /// <summary>The chain that the rule is in.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = PortSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = SpecificationSet)]
    [ArgumentCompleter(typeof(ChainCompleter))]
    [ValidateNotNullOrEmpty]
    public string Chain { get; set; } = "INPUT";

    /// <summary>The table that the rule is in.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = PortSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = SpecificationSet)]
    [ArgumentCompleter(typeof(TableCompleter))]
    [ValidateNotNullOrEmpty]
    public string Table { get; set; } = "filter";

    // What is bound before the first input came from the command line.
    private protected override void Begin() => (_families, _asked) = (AddressFamily, Firewall);

    /// <summary>The families that a question or change covers, given source and destination.</summary>
    private protected delegate IReadOnlyList<AddressFamily> FamilySelector(params ReadOnlySpan<string?> addresses);

    /// <summary>Does something for each rule asked for; what it gets is that rule in every family.</summary>
    private protected void ForEachRule(FamilySelector families, Action<IReadOnlyList<IptablesRule>> work)
    {
        if (ParameterSetName == RuleSet)
        {
            // What the command line says of where goes before where the rule is from.
            AddressFamily = _families.Length > 0 ? _families : [Rule!.AddressFamily];
            (NetworkNamespace, Backend) = (_asked.NetworkNamespace ?? Rule!.NetworkNamespace, _asked.Backend ?? Rule!.Backend);
            (Chain, Table, Specification) = (Rule!.Chain, Rule.Table, Rule.Specification);
        }
        ChainName.CheckTable(Table);
        ChainName.Check(Chain);
        if (ParameterSetName != PortSet)
        {
            // Read before anything runs: a text that can't be a rule is an error with its column, not an answer.
            var syntax = RuleReader.Read(Specification);
            work([.. families(syntax.Source?.Value, syntax.Destination?.Value).Select(family => RuleOf(family, Specification))]);
            return;
        }
        ForEachPort(port =>
        {
            var comment = string.IsNullOrEmpty(Comment) ? null : CommentText.Check(Comment);
            var target = ChainName.CheckTarget(Target);
            work([.. families(Source, Destination).Select(family => RuleOf(family, (ReadRule(port, family) with { Comment = comment, Target = target }).Specification))]);
        });
    }

    private IptablesRule RuleOf(AddressFamily family, string specification)
        => new() { Number = 0, Chain = Chain, Table = Table, AddressFamily = family, Specification = specification };
}
