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
        Add(text, rule.InInterface);
        Add(text, rule.OutInterface);
        Add(text, rule.Protocol, ProtocolText);
        Add(text, rule.Fragment);
        foreach (var match in rule.Matches)
        {
            text.Append(" -m ").Append(RuleText.Quote(match.Name));
            foreach (var option in match.Options.Select(Canonical).OrderBy(o => o.Name, StringComparer.Ordinal))
                Add(text, option);
        }
        if (rule.Target is not null)
            text.Append(rule.IsGoto ? " -g " : " -j ").Append(RuleText.Quote(rule.Target));
        if (rule is { Target: "REJECT", TargetOptions: [] })
            Add(text, new IptablesOption { Name = "--reject-with", Value = family == AddressFamily.IPv4 ? "icmp-port-unreachable" : "icmp6-port-unreachable" });
        foreach (var option in rule.TargetOptions.OrderBy(o => o.Name, StringComparer.Ordinal))
            Add(text, option);
        return text.ToString();

        string AddressText(string value) => AddressSets.Normalize(value, family) ?? value;
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

    private static IptablesOption Canonical(IptablesOption option) => option switch
    {
        { Name: "--syn", Value: null } => Option("--tcp-flags", "FIN,SYN,RST,ACK SYN", option.Negated),
        { Name: "--ctstate" or "--state", Value: { } states } => Option(option.Name, string.Join(',', states.ToUpperInvariant().Split(',').Order(StringComparer.Ordinal)), option.Negated),
        { Name: "--dport" or "--destination-port" or "--sport" or "--source-port", Value: { } ports } => Option(Alias(option.Name), PortsText(ports), option.Negated),
        _ => Option(Alias(option.Name), option.Value, option.Negated),
    };

    private static IptablesOption Option(string name, string? value, bool negated) => new() { Name = name, Value = value, Negated = negated };

    private static string PortsText(string ports)
        => PortSets.Read(ports) is { } set && set.Intervals[0] is var range ? new PortRange(range.Low, range.High!.Value - 1).ToString() : ports;

    private static string Alias(string name) => Aliases.GetValueOrDefault(name, name);
}
