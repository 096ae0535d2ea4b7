using System.Text;

namespace PortFirewall;

/// <summary>
/// One text for all the ways to write a rule that iptables stores the same: two rules are the same rule if their normal
/// forms are equal. The order of matches counts, as it does for <c>iptables --check</c>.
/// </summary>
internal static class RuleNormalForm
{
    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal)
    {
        ["--destination-port"] = "--dport",
        ["--source-port"] = "--sport",
        ["--destination-ports"] = "--dports",
        ["--source-ports"] = "--sports",
    };

    public static string Of(IptablesRule rule) => rule.IsReadable ? Of(rule.Syntax, rule.AddressFamily) : rule.Specification;

    public static string Of(RuleSyntax rule, AddressFamily family)
    {
        var text = new StringBuilder();
        Add(text, rule.Source, AddressText);
        Add(text, rule.Destination, AddressText);
        Add(text, rule.InInterface, static v => v);
        Add(text, rule.OutInterface, static v => v);
        Add(text, rule.Protocol, static v => v.Equals("all", StringComparison.OrdinalIgnoreCase) ? null : v.ToLowerInvariant());
        Add(text, rule.Fragment, static v => v);
        foreach (var match in rule.Matches)
        {
            text.Append(" -m ").Append(match.Name);
            foreach (var option in match.Options.OrderBy(o => Alias(o.Name), StringComparer.Ordinal))
                Add(text, option, ValueText);
        }
        if (rule.Target is not null)
            text.Append(rule.IsGoto ? " -g " : " -j ").Append(rule.Target);
        foreach (var option in rule.TargetOptions.OrderBy(o => o.Name, StringComparer.Ordinal))
            Add(text, option, ValueText);
        return text.ToString();

        // A network of every address restricts nothing, and iptables leaves it out.
        string? AddressText(string value) => AddressSets.Normalize(value, family) switch
        {
            null => value,
            { } network when network.EndsWith("/0", StringComparison.Ordinal) => null,
            var network => network,
        };
    }

    private static void Add(StringBuilder text, IptablesOption? option, Func<string, string?> normalize)
    {
        if (option is null)
            return;
        var value = option.Value is null ? "" : option.Name is "--ctstate" or "--state" ? StateList(option.Value) : normalize(option.Value);
        if (value is not null)
            text.Append(option.Negated ? " ! " : " ").Append(Alias(option.Name)).Append(' ').Append(value);
    }

    private static string Alias(string name) => Aliases.GetValueOrDefault(name, name);

    private static string ValueText(string value) => value;

    private static string StateList(string value)
        => string.Join(',', value.ToUpperInvariant().Split(',').Order(StringComparer.Ordinal));
}
