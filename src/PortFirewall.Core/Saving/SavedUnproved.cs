namespace PortFirewall;

/// <summary>A file holds the whole rule set, so what else was opened since the last time is kept along with what was proved.</summary>
internal static class SavedUnproved
{
    /// <summary>A sentence for each allow rule that came into the file without proof; none where there was no file to compare with.</summary>
    public static IEnumerable<string> Warnings(IptablesSaveResult result, IReadOnlyList<IptablesRule> proved)
    {
        if (result.Backup is null)
            return [];
        var known = proved.Where(r => r.AddressFamily == result.AddressFamily).Select(r => (r.Chain, r.Specification)).ToHashSet();
        return result.Added.Where(r => r.Target == "ACCEPT" && !known.Contains((r.Chain, r.Specification)))
            .Select(rule => $"{result.Path} now also holds {rule.Place} ({rule.AddressFamily}, '{rule.Specification}'), which was not proved.");
    }
}
