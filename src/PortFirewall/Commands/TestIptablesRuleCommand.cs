using System.Management.Automation;

namespace PortFirewall;

/// <summary>Asks iptables whether an exact rule exists (<c>iptables --check</c>).</summary>
[Cmdlet(VerbsDiagnostic.Test, "IptablesRule", DefaultParameterSetName = PortSet)]
[OutputType(typeof(IptablesRuleTest), typeof(bool))]
public sealed class TestIptablesRuleCommand : PortRuleCommand
{
    private const string SpecificationSet = "Specification";

    /// <summary>The rule as <c>iptables-save</c> prints it, without <c>-A CHAIN</c>.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = SpecificationSet)]
    [ValidateNotNullOrEmpty]
    public string Specification { get; set; } = "";

    /// <summary>The rule's comment.</summary>
    [Parameter(ParameterSetName = PortSet)]
    [AllowNull]
    [AllowEmptyString]
    public string? Comment { get; set; }

    /// <summary>The rule's target.</summary>
    [Parameter(ParameterSetName = PortSet)]
    [ValidateNotNullOrEmpty]
    public string Target { get; set; } = "ACCEPT";

    /// <summary>The chain to look in.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Chain { get; set; } = "INPUT";

    /// <summary>The table to look in.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Table { get; set; } = "filter";

    /// <summary>Say only whether it exists: true if the rule is there in every family asked about.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override void Process()
    {
        ChainName.CheckTable(Table);
        ChainName.Check(Chain);
        if (ParameterSetName == SpecificationSet)
        {
            // Read before anything runs: a text that can't be a rule is an error with its column, not an answer.
            _ = RuleReader.Read(Specification);
            Report(FamiliesToRead(), _ => new IptablesRule { Number = 0, Chain = Chain, Table = Table, AddressFamily = default, Specification = Specification });
            return;
        }
        ForEachPort(port =>
        {
            var families = FamiliesToRead(Source, Destination);
            Report(families, family => RuleFor(port, family));
        });
    }

    private IptablesRule RuleFor(PortRange port, AddressFamily family)
    {
        var rule = ReadRule(port, family) with
        {
            Comment = string.IsNullOrEmpty(Comment) ? null : CommentText.Check(Comment),
            Target = ChainName.CheckTarget(Target),
            Table = Table,
            Chain = Chain,
        };
        return new IptablesRule { Number = 0, Chain = Chain, Table = Table, AddressFamily = family, Specification = rule.Specification };
    }

    private void Report(IReadOnlyList<AddressFamily> families, Func<AddressFamily, IptablesRule> ruleOf)
    {
        var wanted = families.Select(family => (Family: family, Rule: ruleOf(family))).ToList();
        var scope = Scope;
        var exists = true;
        foreach (var (family, rule) in wanted)
        {
            var test = Await(stop => RuleTester.TestAsync(scope, family, rule, stop));
            exists &= test.Exists;
            if (!Quiet)
                WriteObject(test);
        }
        if (Quiet)
            WriteObject(exists);
    }
}
