using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;

namespace PortFirewall;

/// <summary>Names as Microsoft's guidelines for cmdlets have them (RD01 to RD03, SD01 to SD03, AC01).</summary>
public sealed partial class NamingTests
{
    /// <summary>Each alias of a parameter, with the reason in one word: what other cmdlets call it, or a property that brings it.</summary>
    private static readonly string[] Aliases =
    [
        "Confirm-PortReachable From Vantage",
        "Import-IptablesRuleset LiteralPath LP",
        "Import-IptablesRuleset LiteralPath PSPath",
        "Restore-IptablesRuleset Path LiteralPath",
    ];

    private static readonly string[] Approved =
    [
        .. new[] { typeof(VerbsCommon), typeof(VerbsCommunications), typeof(VerbsData), typeof(VerbsDiagnostic), typeof(VerbsLifecycle), typeof(VerbsOther), typeof(VerbsSecurity) }
            .SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.Static)).Select(f => (string)f.GetValue(null)!),
    ];

    [Fact]
    public void A_verb_is_one_of_the_approved_ones() => Assert.All(ExportedCmdlets.All, c => Assert.Contains(c.Verb, Approved));

    [Fact]
    public void A_noun_says_what_it_is_about_in_the_singular()
        => Assert.All(ExportedCmdlets.All, c =>
        {
            Assert.Matches("^(Iptables|Port|Firewall)[A-Z]", c.Noun);
            Assert.DoesNotMatch("[^s]s$", c.Noun);
        });

    [Fact]
    public void Verbs_nouns_and_parameters_are_in_Pascal_case_and_letters_alone()
    {
        Assert.All(ExportedCmdlets.All, c => Assert.Matches(PascalCase(), c.Verb));
        Assert.All(ExportedCmdlets.All, c => Assert.Matches(PascalCase(), c.Noun));
        Assert.All(ExportedCmdlets.EveryParameter(), p => Assert.Matches(PascalCase(), p.Parameter.Name));
    }

    [Fact]
    public void A_cmdlet_is_a_sealed_public_class_named_after_it()
        => Assert.All(ExportedCmdlets.All, c =>
        {
            Assert.Equal($"PortFirewall.{c.Verb}{c.Noun}Command", c.ImplementingType.FullName);
            Assert.True(c.ImplementingType is { IsPublic: true, IsSealed: true }, c.Name);
            Assert.True(c.ImplementingType.IsSubclassOf(typeof(PSCmdlet)), c.Name);
        });

    [Fact]
    public void No_parameter_takes_a_name_that_belongs_to_the_engine()
    {
        var reserved = Cmdlet.CommonParameters.Concat(Cmdlet.OptionalCommonParameters).Concat(["SelectProperty", "SelectObject"]).ToList();
        Assert.All(
            ExportedCmdlets.All.SelectMany(c => c.ImplementingType.GetProperties().Where(p => p.IsDefined(typeof(ParameterAttribute))).Select(p => $"{c.Name} {p.Name}")),
            p => Assert.DoesNotContain(p.Split(' ')[1], reserved, StringComparer.OrdinalIgnoreCase));
    }

    // Switches are sentences (-AllPackets), and a unit is no plural (-TimeoutSeconds).
    [Fact]
    public void A_parameter_that_takes_values_is_in_the_singular()
        => Assert.All(
            ExportedCmdlets.EveryParameter().Where(p => !p.Parameter.SwitchParameter && !p.Parameter.Name.EndsWith("Seconds", StringComparison.Ordinal)),
            p => Assert.DoesNotMatch("[^s]s$", p.Parameter.Name));

    [Fact]
    public void An_alias_has_a_reason()
        => Assert.Equal(Aliases, ExportedCmdlets.EveryParameter().SelectMany(p => p.Parameter.Aliases, (p, alias) => $"{p.Cmdlet.Name} {p.Parameter.Name} {alias}").Order(StringComparer.Ordinal));

    [Fact]
    public void No_cmdlet_brings_an_alias_along()
    {
        using var engine = new Engine();
        Assert.Empty(engine.Run("(Get-Module PortFirewall).ExportedAliases.Keys; Get-Command -Module PortFirewall -CommandType Alias, Function").Quietly().Output);
    }

    [GeneratedRegex("^([A-Z][a-z0-9]*)+$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex PascalCase();
}
