using System.Management.Automation;

namespace PortFirewall;

/// <summary>The base of cmdlets that mean one exact rule: described by its port and so on, or given as iptables-save prints it.</summary>
public abstract class ExactRuleCommand : PortRuleCommand
{
    /// <summary>
    /// The name of the parameter set that gives a rule as text. It is the default one: a rule from the pipeline is then taken by
    /// its properties before anything would turn it into text for <c>-Port</c>.
    /// </summary>
    private protected const string SpecificationSet = "Specification";

    /// <summary>The rule as <c>iptables-save</c> prints it, without <c>-A CHAIN</c>.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = SpecificationSet)]
    [ValidateNotNullOrEmpty]
    public string Specification { get; set; } = "";

    /// <summary>The rule's comment.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = PortSet)]
    [AllowNull]
    [AllowEmptyString]
    public string? Comment { get; set; }

    /// <summary>The rule's target.</summary>
    [Parameter(ParameterSetName = PortSet)]
    [ValidateNotNullOrEmpty]
    public string Target { get; set; } = "ACCEPT";

    /// <summary>The chain that the rule is in.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = PortSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = SpecificationSet)]
    [ValidateNotNullOrEmpty]
    public string Chain { get; set; } = "INPUT";

    /// <summary>The table that the rule is in.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = PortSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = SpecificationSet)]
    [ValidateNotNullOrEmpty]
    public string Table { get; set; } = "filter";

    /// <summary>The families that a question or change covers, given source and destination.</summary>
    private protected delegate IReadOnlyList<AddressFamily> FamilySelector(params ReadOnlySpan<string?> addresses);

    /// <summary>Does something for each rule asked for; what it gets is that rule in every family.</summary>
    private protected void ForEachRule(FamilySelector families, Action<IReadOnlyList<IptablesRule>> work)
    {
        ChainName.CheckTable(Table);
        ChainName.Check(Chain);
        if (ParameterSetName != PortSet)
        {
            // Read before anything runs: a text that can't be a rule is an error with its column, not an answer.
            var syntax = RuleReader.Read(Specification);
            work([.. families(syntax.Source?.Value, syntax.Destination?.Value).Select(family => Rule(family, Specification))]);
            return;
        }
        ForEachPort(port =>
        {
            var comment = string.IsNullOrEmpty(Comment) ? null : CommentText.Check(Comment);
            var target = ChainName.CheckTarget(Target);
            work([.. families(Source, Destination).Select(family => Rule(family, (ReadRule(port, family) with { Comment = comment, Target = target }).Specification))]);
        });
    }

    private IptablesRule Rule(AddressFamily family, string specification)
        => new() { Number = 0, Chain = Chain, Table = Table, AddressFamily = family, Specification = specification };
}
