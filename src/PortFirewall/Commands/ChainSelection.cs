using System.Management.Automation;

namespace PortFirewall;

/// <summary>Picks chains by names and wildcards.</summary>
internal static class ChainSelection
{
    /// <exception cref="FirewallException"><c>InvalidChainName</c>, for a name without wildcards that no chain can have; <c>InvalidWildcard</c>.</exception>
    public static void Check(string pattern)
    {
        if (WildcardPattern.ContainsWildcardCharacters(pattern))
            _ = Wildcards.Read(pattern, WildcardOptions.CultureInvariant);
        else
            ChainName.Check(WildcardPattern.Unescape(pattern));
    }

    /// <summary>The chains that match, family by family, in the order of the rule set. A plain name that no family has is an error.</summary>
    public static List<IptablesChain> Of(
        IReadOnlyList<IptablesRuleset> rulesets, string table, IReadOnlyList<string> names, Action<FirewallException> report)
    {
        foreach (var name in names.Where(n => !WildcardPattern.ContainsWildcardCharacters(n)).Select(WildcardPattern.Unescape))
        {
            if (rulesets.All(r => r.FindChain(table, name) is null))
                report(RulesetErrors.ChainNotFound(name, table, rulesets[0].AddressFamily, rulesets[0].NetworkNamespace));
        }
        // Chain names are case-sensitive, unlike most names in PowerShell.
        var patterns = names.Select(n => Wildcards.Read(n, WildcardOptions.CultureInvariant)).ToList();
        return [.. rulesets.SelectMany(r => r.FindTable(table)?.Chains ?? []).Where(c => patterns.Exists(p => p.IsMatch(c.Name)))];
    }
}
