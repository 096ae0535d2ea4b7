namespace PortFirewall;

/// <summary>Says in short what a rule matches beyond protocol, interfaces and addresses.</summary>
internal static class RuleDetails
{
    public static string Describe(RuleSyntax rule)
    {
        var parts = rule.Matches.SelectMany(DescribeMatch).Concat(rule.TargetOptions.Select(o => o.ToString()));
        return VisibleText.Of(string.Join("  ", rule.Fragment is null ? parts : parts.Prepend(rule.Fragment.Negated ? "! fragments" : "fragments")));
    }

    private static IEnumerable<string> DescribeMatch(IptablesMatch match) => match.Name switch
    {
        // The option says it all: "dport 2222", "ctstate NEW".
        "tcp" or "udp" or "sctp" or "dccp" or "multiport" or "conntrack" or "state" or "icmp" or "icmp6" or "icmpv6" or "set" or "iprange" or "addrtype"
            => match.Options.Select(o => (o.Negated ? "! " : "") + o.Name.TrimStart('-') + (o.Value is null ? "" : " " + o.Value)),
        "comment" => match.Options.Select(o => $"/* {o.Value} */"),
        _ => [match.ToString()],
    };
}
