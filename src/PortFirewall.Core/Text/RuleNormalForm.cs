using System.Text;

namespace PortFirewall;

/// <summary>
/// One text for all the ways to write a rule that iptables stores the same: two rules are the same rule if their normal
/// forms are equal. The order of matches counts, as it does for <c>iptables --check</c>.
/// </summary>
internal static class RuleNormalForm
{
    public static string Of(IptablesRule rule) => rule.IsReadable ? Of(rule.Syntax, rule.AddressFamily) : rule.Specification;

    public static string Of(RuleSyntax rule, AddressFamily family)
    {
        var text = new StringBuilder();
        Add(text, rule.Source, AddressText);
        Add(text, rule.Destination, AddressText);
        Add(text, rule.InInterface);
        Add(text, rule.OutInterface);
        Add(text, rule.Protocol, ProtocolText);
        Add(text, rule.Fragment);
        foreach (var match in rule.Matches)
        {
            var name = ProtocolMatches.NameOf(match.Name);
            text.Append(" -m ").Append(RuleText.Quote(name));
            foreach (var option in ExtensionForms.OfMatch(name).Apply(match.Options, family).OrderBy(o => o.Name, StringComparer.Ordinal))
                Add(text, option);
        }
        if (rule.Target is null)
            return text.ToString();
        text.Append(rule.IsGoto ? " -g " : " -j ").Append(RuleText.Quote(rule.Target));
        foreach (var option in ExtensionForms.OfTarget(rule.Target).Apply(rule.TargetOptions, family).OrderBy(o => o.Name, StringComparer.Ordinal))
            Add(text, option);
        return text.ToString();

        string AddressText(string value) => NetworkText.Normalize(value, family) ?? value;
    }

    private static void Add(StringBuilder text, IptablesOption? option, Func<string, string>? normalize = null)
    {
        if (option is null)
            return;
        var value = option.Value is null || normalize is null ? option.Value : normalize(option.Value);
        // A network of every address and any protocol restrict nothing, and iptables leaves them out.
        if (!option.Negated && (value == "0" || value?.EndsWith("/0", StringComparison.Ordinal) == true) && normalize is not null)
            return;
        text.Append(option.Negated ? " ! " : " ").Append(option.Name);
        // In quotes, so that no comment can pass for the rest of another rule.
        if (value is not null)
            text.Append(' ').Append(RuleText.Quote(value));
    }

    private static string ProtocolText(string value)
        => value.Equals("all", StringComparison.OrdinalIgnoreCase) ? "0"
            : ProtocolNumbers.NumberOf(value) is { } number ? $"{number}" : value.ToLowerInvariant();
}
