using System.Text;

namespace PortFirewall;

/// <summary>
/// Writes a rule set as <c>iptables-save -c</c> does: every rule to the letter, so that reading the text gives the same rule set.
/// A table that was not there is left out, and a policy that was not given stays so: <c>iptables-restore</c> empties each table
/// that a text names, and sets each policy.
/// </summary>
internal static class RulesetWriter
{
    public static string Write(IptablesRuleset ruleset)
    {
        var text = new StringBuilder();
        foreach (var table in ruleset.Tables.Where(t => t.IsThere))
        {
            text.Append('*').Append(table.Name).Append('\n');
            foreach (var chain in table.Chains)
            {
                // As it was printed, where nft made the chain without a hook.
                if (!chain.IsBuiltIn && BuiltInChains.Contains(table.Name, chain.Name))
                    text.Append(':').Append(chain.Name).Append(" ACCEPT [0:0]\n");
                text.Append(':').Append(chain.Name).Append(' ').Append(PolicyText(chain)).Append($" [{chain.Packets}:{chain.Bytes}]\n");
            }
            foreach (var rule in table.Chains.SelectMany(c => c.Rules))
                Write(text, rule);
            text.Append("COMMIT\n");
        }
        return text.ToString();
    }

    private static void Write(StringBuilder text, IptablesRule rule)
    {
        text.Append($"[{rule.Packets}:{rule.Bytes}] -A ").Append(rule.Chain);
        if (rule.Specification.Length > 0)
            text.Append(' ').Append(rule.Specification);
        text.Append('\n');
    }

    private static string PolicyText(IptablesChain chain) => chain.Policy switch
    {
        ChainPolicy.Accept when chain.IsPolicyGiven => "ACCEPT",
        ChainPolicy.Drop when chain.IsPolicyGiven => "DROP",
        _ => "-",
    };
}
