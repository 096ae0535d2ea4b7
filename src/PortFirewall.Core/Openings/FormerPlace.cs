namespace PortFirewall;

/// <summary>
/// Finds the place of a rule that was taken away, in a chain that others may have changed meanwhile: by the rules that stood
/// beside it, never by its old number. A deny that came ahead of all would otherwise end up behind it.
/// </summary>
internal static class FormerPlace
{
    /// <summary>The number that the rule would have; null where those that stood behind it are ahead of those that stood before it now.</summary>
    /// <param name="before">The chain as it was with the rule.</param>
    /// <param name="rule">The rule, with its number then.</param>
    /// <param name="now">The chain as it is.</param>
    public static int? Find(IptablesChain before, IptablesRule rule, IptablesChain now)
    {
        var texts = now.Rules.Select(r => r.Specification).ToList();
        var ahead = before.Rules.Take(rule.Number - 1).Reverse().Select(r => texts.LastIndexOf(r.Specification)).FirstOrDefault(at => at >= 0, -1);
        var behind = before.Rules.Skip(rule.Number).Select(r => texts.IndexOf(r.Specification)).FirstOrDefault(at => at >= 0, -1);
        // Right behind its neighbour ahead where nothing else is known; what was appended since stays behind it.
        return behind < 0 ? ahead + 2 : ahead < behind ? behind + 1 : null;
    }
}
