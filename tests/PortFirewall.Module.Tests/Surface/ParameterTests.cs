using System.Management.Automation;
using System.Security;

namespace PortFirewall;

/// <summary>A parameter is the same thing wherever it is, and the standard names mean what they mean elsewhere (SD03, AC05).</summary>
public sealed class ParameterTests
{
    /// <summary>The types of the names that Microsoft has a list of (Standard Cmdlet Parameter Names and Types), and of our own.</summary>
    private static readonly Dictionary<string, Type> Standard = new(StringComparer.Ordinal)
    {
        ["Comment"] = typeof(string),
        ["ComputerName"] = typeof(string),
        ["Destination"] = typeof(string),
        ["Force"] = typeof(SwitchParameter),
        ["Id"] = typeof(string),
        ["LiteralPath"] = typeof(string),
        ["Name"] = typeof(string),
        ["PassThru"] = typeof(SwitchParameter),
        ["Path"] = typeof(string),
        ["Port"] = typeof(string),
        ["Protocol"] = typeof(string),
        ["Provider"] = typeof(string),
        ["Quiet"] = typeof(SwitchParameter),
        ["Source"] = typeof(string),
        ["Target"] = typeof(string),
        ["TimeoutSeconds"] = typeof(double),
    };

    /// <summary>What holds an object of one kind here and of another there, as it does in PowerShell's own cmdlets.</summary>
    // -Rule is any object that tells which rule is meant, and a rule alone where text and ports come down the same pipeline.
    private static readonly string[] TakesWhatFits = ["Before", "InputObject", "Rule"];

    /// <summary>Parameters that can be given by place, and which: one that comes first in all cmdlets but those where another does.</summary>
    private static readonly Dictionary<string, string> Places = new(StringComparer.Ordinal)
    {
        ["Chain"] = "0",
        ["ComputerName"] = "0",
        ["DifferenceObject"] = "1",
        ["Id"] = "0",
        ["InputObject"] = "0",
        ["Name"] = "0",
        ["Path"] = "0",
        // Behind the host, as in nc and Test-NetConnection's own order.
        ["Port"] = "0 1",
        ["Protocol"] = "1",
        ["ReferenceObject"] = "0",
        ["Rule"] = "0",
        // Behind what is watched.
        ["While"] = "1 2",
    };

    /// <summary>
    /// Parameters that some cmdlets take from the properties of what is piped and others do not, with those that do not. A rule's text or a
    /// trace's filter are what somebody types; a property of the same name means something else there.
    /// </summary>
    private static readonly Dictionary<string, string> ByPropertyInSome = new(StringComparer.Ordinal)
    {
        ["AddressFamily"] = "Get-PortListener",
        ["Application"] = "Close-IptablesPort Open-IptablesPort",
        ["Backend"] = "New-FirewallLab",
        ["Chain"] = "Add-IptablesPortRule Close-IptablesPort Find-IptablesInsertPosition Open-IptablesPort",
        ["Comment"] = "Get-IptablesRule",
        ["ComputerName"] = "Close-IptablesPort Open-IptablesPort",
        ["Destination"] = "Trace-PortPath",
        ["InInterface"] = "Trace-PortPath",
        ["Name"] = "Get-IptablesChain New-FirewallLab",
        ["Port"] = "Get-IptablesRule New-FirewallLab",
        ["Protocol"] = "Get-IptablesRule Get-PortListener",
        ["Source"] = "Trace-PortPath",
        ["Table"] = "Restore-IptablesRuleset",
    };

    [Fact]
    public void A_parameter_has_the_same_type_in_every_cmdlet_one_value_or_several()
        => Assert.All(
            ExportedCmdlets.EveryParameter().Where(p => !TakesWhatFits.Contains(p.Parameter.Name)).GroupBy(p => p.Parameter.Name, p => Element(p.Parameter.ParameterType), StringComparer.Ordinal),
            types => Assert.True(types.Distinct().Count() == 1, $"-{types.Key}: {string.Join(", ", types.Distinct())}"));

    [Fact]
    public void Standard_names_have_their_types()
    {
        Assert.All(ExportedCmdlets.EveryParameter().Where(p => Standard.ContainsKey(p.Parameter.Name)), p => Assert.Equal(Standard[p.Parameter.Name], Element(p.Parameter.ParameterType)));
        // Each is used: a name that nobody has any more would be held for nothing.
        Assert.Empty(Standard.Keys.Except(ExportedCmdlets.EveryParameter().Select(p => p.Parameter.Name)));
    }

    [Fact]
    public void What_is_true_or_false_is_a_switch_and_what_may_be_unknown_comes_from_objects_only()
        => Assert.All(
            ExportedCmdlets.EveryParameter().Where(p => Element(p.Parameter.ParameterType) == typeof(bool)),
            p => Assert.All(p.Parameter.Declarations(), d => Assert.True(d is { DontShow: true, ValueFromPipelineByPropertyName: true } && p.Parameter.ParameterType == typeof(bool?), $"{p.Cmdlet.Name} -{p.Parameter.Name}")));

    [Fact]
    public void A_parameter_has_the_same_place_in_every_cmdlet()
    {
        var places = ExportedCmdlets.EveryParameter().SelectMany(p => p.Parameter.Declarations(), (p, d) => (p.Parameter.Name, d.Position)).Where(p => p.Position >= 0)
            .GroupBy(p => p.Name, p => p.Position, StringComparer.Ordinal).ToDictionary(g => g.Key, g => string.Join(' ', g.Distinct().Order()), StringComparer.Ordinal);
        Assert.Equal(Places.OrderBy(p => p.Key, StringComparer.Ordinal), places.OrderBy(p => p.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void Places_begin_at_the_first_and_leave_none_out()
        => Assert.All(ExportedCmdlets.All.SelectMany(c => c.ParameterSets, (c, set) => (c.Name, set)), s =>
        {
            var places = s.set.Parameters.Select(p => p.Position).Where(p => p >= 0).Order().ToList();
            Assert.Equal(Enumerable.Range(0, places.Count), places);
            Assert.True(places.Count <= 3, s.Name);
        });

    [Fact]
    public void What_objects_bring_along_is_taken_wherever_it_is_meant()
    {
        var different = ExportedCmdlets.EveryParameter().GroupBy(p => p.Parameter.Name, StringComparer.Ordinal)
            .Where(g => g.Any(p => p.Parameter.Declarations().Any(d => d.ValueFromPipelineByPropertyName)))
            .Select(g => (g.Key, Not: string.Join(' ', g.Where(p => !p.Parameter.Declarations().Any(d => d.ValueFromPipelineByPropertyName)).Select(p => p.Cmdlet.Name).Order(StringComparer.Ordinal))))
            .Where(g => g.Not.Length > 0).ToDictionary(g => g.Key, g => g.Not, StringComparer.Ordinal);
        Assert.Equal(ByPropertyInSome.OrderBy(p => p.Key, StringComparer.Ordinal), different.OrderBy(p => p.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void Nothing_and_an_empty_list_are_refused_or_have_a_meaning()
        => Assert.All(
            ExportedCmdlets.EveryParameter().Where(p => !p.Parameter.ParameterType.IsValueType && p.Parameter.Declarations().Any(d => !d.Mandatory)),
            p => Assert.True(
                p.Parameter.Attributes.Any(a => a is ValidateNotNullAttribute or ValidateNotNullOrEmptyAttribute or AllowNullAttribute or AllowEmptyStringAttribute),
                $"{p.Cmdlet.Name} -{p.Parameter.Name} does not say what nothing means."));

    [Fact]
    public void A_choice_of_few_is_an_enumeration()
        => Assert.All(
            ExportedCmdlets.EveryParameter().Where(p => p.Parameter.Name is "AddressFamily" or "Backend" or "Format" or "Scope" or "State"),
            p => Assert.True(Element(p.Parameter.ParameterType).IsEnum, p.Parameter.Name));

    [Fact]
    public void Nothing_is_asked_for_that_belongs_to_ssh_or_sudo()
        => Assert.DoesNotContain(ExportedCmdlets.EveryParameter(), p => Element(p.Parameter.ParameterType) == typeof(PSCredential) || Element(p.Parameter.ParameterType) == typeof(SecureString)
            || p.Parameter.Name.Contains("Password", StringComparison.OrdinalIgnoreCase) || p.Parameter.Name is "Credential");

    private static Type Element(Type type)
    {
        var one = type.IsArray ? type.GetElementType()! : type;
        return Nullable.GetUnderlyingType(one) ?? one;
    }
}
