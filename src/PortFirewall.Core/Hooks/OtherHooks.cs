namespace PortFirewall;

/// <summary>Finds out of what was read which base chains see packets beside those of a rule set.</summary>
internal static class OtherHooks
{
    /// <summary>The rule set with the base chains beside it.</summary>
    /// <param name="ruleset">The rule set.</param>
    /// <param name="nft">Everything of nf_tables, which where the rule set is of <c>iptables-nft</c> has it in it as well.</param>
    /// <param name="other">The rule set of the other iptables; null where it has none.</param>
    /// <param name="unread">The names of firewalls that could not be read.</param>
    public static IptablesRuleset Attach(IptablesRuleset ruleset, NftRuleset nft, IptablesRuleset? other, params IReadOnlyList<string> unread)
        => Attach(ruleset, nft, other, unread, out _);

    /// <inheritdoc cref="Attach(IptablesRuleset, NftRuleset, IptablesRuleset?, IReadOnlyList{string})"/>
    /// <param name="ruleset">The rule set.</param>
    /// <param name="nft">Everything of nf_tables.</param>
    /// <param name="other">The rule set of the other iptables.</param>
    /// <param name="unread">The names of firewalls that could not be read.</param>
    /// <param name="isTorn">
    /// Whether a table of iptables says one thing in <c>iptables-save</c> and another in nft: somebody changed it between the two
    /// readings, or it has rules that iptables can't show.
    /// </param>
    public static IptablesRuleset Attach(IptablesRuleset ruleset, NftRuleset nft, IptablesRuleset? other, IReadOnlyList<string> unread, out bool isTorn)
    {
        var shown = ruleset.Backend == IptablesBackend.Legacy ? other : ruleset;
        var inBoth = nft.Tables.Where(t => t.IsOfIptables && t.Sees(ruleset.AddressFamily) && shown?.FindTable(t.Name) is not null).ToList();
        var shownTables = inBoth.Where(t => NativeRules.Mark(t, shown!.FindTable(t.Name)!)).Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        isTorn = shownTables.Count < inBoth.Count;
        foreach (var text in shown?.Tables ?? [])
            text.Flags = nft.Tables.FirstOrDefault(t => t.IsOfIptables && t.Sees(ruleset.AddressFamily) && t.Name == text.Name)?.Flags ?? "";
        var hooks = NftHooks.Of(nft, ruleset.AddressFamily, t => !(t.IsOfIptables && shownTables.Contains(t.Name))).ToList();
        if (other is not null && ruleset.Backend == IptablesBackend.Legacy)
            hooks.AddRange(IptablesHooks.Of(other, "nft ", shownTables.Contains));
        else if (other is not null)
            hooks.AddRange(IptablesHooks.Of(other, "legacy "));
        hooks.AddRange(unread.SelectMany(UnreadFirewall.At));
        return hooks.Count == 0 ? ruleset : ruleset.With(hooks);
    }

    /// <summary>A sentence about those other firewalls that stop a part of the packets, or may stop them; null where none does.</summary>
    public static string? Warn(IReadOnlyList<PathOutcome> outcomes)
    {
        var stopping = outcomes.Where(o => o.IsOfOtherFirewall && o.Verdict != PortVerdict.Accept).ToList();
        var places = stopping.Select(o => o.DecidedBy).Distinct(StringComparer.Ordinal).ToList();
        return places.Count == 0 ? null
            : $"Outside of iptables' table, {string.Join(", ", places.Take(5))}{(places.Count > 5 ? ", …" : "")} "
                + (stopping.TrueForAll(o => o.IsCertain) ? "stops a part of these packets." : "may stop these packets; Test-PortPath tells on what that hangs.");
    }
}
