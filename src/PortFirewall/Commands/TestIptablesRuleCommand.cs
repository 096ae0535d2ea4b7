using System.Management.Automation;

namespace PortFirewall;

/// <summary>Asks iptables whether an exact rule exists (<c>iptables --check</c>).</summary>
[Cmdlet(VerbsDiagnostic.Test, "IptablesRule", DefaultParameterSetName = RuleSet)]
[OutputType(typeof(IptablesRuleTest), typeof(bool))]
public sealed class TestIptablesRuleCommand : ExactRuleCommand
{
    /// <summary>Say only whether it exists: true if the rule is there in every family asked about.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override void Process() => ForEachRule(FamiliesToRead, rules =>
    {
        var scope = Firewall;
        var tests = Await(stop => Task.WhenAll(rules.Select(rule => RuleTester.TestAsync(scope, rule.AddressFamily, rule, stop))));
        foreach (var doubt in tests.Select(t => t.Doubt).OfType<string>())
            WriteWarning(doubt);
        if (Quiet)
            WriteObject(Array.TrueForAll(tests, t => t.Exists));
        else
            WriteObject(tests, enumerateCollection: true);
    });
}
