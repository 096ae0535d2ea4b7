namespace PortFirewall;

/// <summary>
/// Reads a rule set that did not come from the kernel. What the kernel would never hold is an error here: jumps to chains that
/// are not there, and chains that lead back into themselves. So is a text without a table: most likely a file whose content was lost.
/// </summary>
internal static class RulesetImport
{
    /// <exception cref="FirewallException"><c>UnreadableRuleset</c>, with line and column.</exception>
    public static IptablesRuleset Read(IEnumerable<string> lines, AddressFamily family, string? path = null, bool mayBeEmpty = false)
    {
        var reader = new RulesetReader(family, path: path);
        var jumps = new List<ChainJump>();
        foreach (var line in lines)
        {
            if (line.IndexOf('\0') is >= 0 and var at)
                throw RulesetErrors.UnreadableRuleset(reader.Line + 1, at + 1, "it holds a NUL, so it is not text");
            reader.Add(line);
            if (reader.LatestRule is { } rule && ChainJump.Of(rule, reader.Line, line) is { } jump)
                jumps.Add(jump);
        }
        var ruleset = reader.Finish();
        if (!mayBeEmpty && !ruleset.Tables.Any(t => t.IsThere))
            throw RulesetErrors.UnreadableRuleset(Math.Max(reader.Line, 1), 1, "it has no table, so it says nothing of what is open");
        JumpCheck.Check(ruleset, jumps);
        return ruleset;
    }
}
