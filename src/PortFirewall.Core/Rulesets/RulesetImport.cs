namespace PortFirewall;

/// <summary>
/// Reads a rule set that did not come from the kernel. What the kernel would never hold is an error here: jumps to chains that
/// are not there, and chains that lead back into themselves.
/// </summary>
internal static class RulesetImport
{
    /// <exception cref="FirewallException"><c>UnreadableRuleset</c>, with line and column.</exception>
    public static IptablesRuleset Read(IEnumerable<string> lines, AddressFamily family, string? path = null)
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
        JumpCheck.Check(ruleset, jumps);
        return ruleset;
    }
}
