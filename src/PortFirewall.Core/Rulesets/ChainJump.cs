namespace PortFirewall;

/// <summary>A rule that may lead into a chain, and where its text stands.</summary>
/// <param name="Table">The table.</param>
/// <param name="From">The chain that holds the rule.</param>
/// <param name="To">The target: a chain, or an extension.</param>
/// <param name="MustBeChain">Whether only a chain can be meant.</param>
/// <param name="Line">The line of the rule, from 1.</param>
/// <param name="Column">The column of the target in its line, from 1.</param>
internal readonly record struct ChainJump(string Table, string From, string To, bool MustBeChain, int Line, int Column)
{
    /// <summary>The jump of a rule; null where it has none of its own or goes to one of the kernel's verdicts.</summary>
    public static ChainJump? Of(IptablesRule rule, int line, string text)
    {
        var specification = rule.Specification;
        var offset = Math.Max(0, text.IndexOf(specification, StringComparison.Ordinal));
        for (var at = 0; NextWord(specification, at) is { Length: > 0 } word;)
        {
            at = word.Start + word.Length;
            var isGoto = IsOneOf(specification, word, "-g", "--goto");
            if (!isGoto && !IsOneOf(specification, word, "-j", "--jump"))
                continue;
            var target = NextWord(specification, at);
            var name = specification.Substring(target.Start, target.Length);
            var hasOptions = NextWord(specification, target.Start + target.Length).Length > 0;
            return name is "" or "ACCEPT" or "DROP" or "RETURN" or "QUEUE" ? null
                : new ChainJump(rule.Table, rule.Chain, name, isGoto || !hasOptions && !TargetNames.IsExtension(name), line, offset + target.Start + 1);
        }
        return null;
    }

    /// <summary>The word that begins at or after a place, quotes and all; empty at the end.</summary>
    private static (int Start, int Length) NextWord(string text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t')
            at++;
        var start = at;
        for (var quoted = false; at < text.Length && (quoted || text[at] is not (' ' or '\t')); at++)
        {
            if (text[at] == '"')
                quoted = !quoted;
            else if (quoted && text[at] == '\\')
                at++;
        }
        return (start, Math.Min(at, text.Length) - start);
    }

    private static bool IsOneOf(string text, (int Start, int Length) word, string shortName, string longName)
        => text.AsSpan(word.Start, word.Length) is var name && (name.SequenceEqual(shortName) || name.SequenceEqual(longName));
}
