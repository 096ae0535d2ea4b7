namespace PortFirewall;

/// <summary>
/// Writes the rule that watches another: the very same matches, and a target that hands the packets to PortFirewall and lets them go on to
/// the rule right behind it (<c>NFLOG</c>, <c>iptables-extensions(8)</c>).
/// </summary>
internal static class WitnessText
{
    /// <summary>As much of a packet as holds its addresses and ports behind a few extension headers.</summary>
    public const int PacketLength = 128;

    private const string Opening = "--tcp-flags FIN,SYN,RST,ACK SYN";

    /// <summary>Why a rule can't be watched, as the end of a sentence; null where it can.</summary>
    public static string? WhyNot(IptablesRule rule)
    {
        if (rule.Native is not null || MatchesOf(rule) is null)
            return "PortFirewall does not understand all that the rule says, so it can't be watched by another that says the same";
        return WitnessMatches.FindUnrepeatable(rule.Syntax) is { } match
            ? $"the rule's match '{match}' may not be asked twice about one packet, so it can't be watched by another that says the same" : null;
    }

    /// <summary>The watching rule.</summary>
    /// <param name="rule">The rule to watch, one that can be.</param>
    /// <param name="mark">Whose it is.</param>
    /// <param name="group">The group of listeners that gets the packets.</param>
    public static string Write(IptablesRule rule, TemporaryMark mark, int group)
    {
        var matches = WithoutComment(MatchesOf(rule)!);
        if (WitnessMatches.TakesOpening(rule.Syntax))
            matches = WithOpening(matches);
        // The prefix is one of a kind: what deletes by text can't take another rule for this one, even where a tool does not compare the values of matches.
        return $"-m comment --comment \"{mark.Comment}\"{(matches.Length == 0 ? "" : " ")}{matches} -j NFLOG --nflog-prefix {PrefixOf(mark)} --nflog-group {group} --nflog-size {PacketLength}";
    }

    /// <summary>The prefix of the packets that a watching rule hands over.</summary>
    public static string PrefixOf(TemporaryMark mark) => $"pf-{mark.ProcessId}-{mark.ProcessStart}-{mark.Number}";

    /// <summary>The rule's text up to its target; null where that can't be told.</summary>
    private static string? MatchesOf(IptablesRule rule)
    {
        if (!rule.IsReadable)
            return null;
        if (rule.Target is null)
            return rule.Specification;
        var wanted = rule.Syntax.Matches.Select(m => m.Text).ToList();
        // A value may look like "-j" too.
        foreach (var token in RuleTokenizer.Split(rule.Specification).Where(t => t is { Quoted: false, Text: "-j" or "-g" }))
        {
            var matches = rule.Specification[..(token.Column - 1)].TrimEnd();
            var read = new IptablesRule { Number = 0, Chain = rule.Chain, Table = rule.Table, AddressFamily = rule.AddressFamily, Specification = matches };
            if (read.IsReadable && read.Target is null && read.Syntax.Matches.Select(m => m.Text).SequenceEqual(wanted))
                return matches;
        }
        return null;
    }

    /// <summary>The rule's own comment asks nothing; and a version of iptables that keeps one comment only must keep the mark.</summary>
    private static string WithoutComment(string matches)
    {
        while (RuleTokenizer.Split(matches) is var tokens && CommentIn(tokens) is >= 0 and var first)
        {
            var rest = first + 4 < tokens.Count ? matches[(tokens[first + 4].Column - 1)..] : "";
            matches = (matches[..(tokens[first].Column - 1)] + rest).TrimEnd();
        }
        return matches;
    }

    private static int CommentIn(List<RuleToken> tokens)
        => Enumerable.Range(0, Math.Max(0, tokens.Count - 3))
            .FirstOrDefault(i => tokens[i] is { Quoted: false, Text: "-m" } && tokens[i + 1].Text == "comment" && tokens[i + 2].Text == "--comment", -1);

    /// <summary>A second match of the same name would do; but iptables-nft prints the two as one, and what was put in could not be known again.</summary>
    private static string WithOpening(string matches)
    {
        var tokens = RuleTokenizer.Split(matches);
        for (var i = 0; i + 1 < tokens.Count; i++)
        {
            if (tokens[i] is { Quoted: false, Text: "-m" } && tokens[i + 1] is { Quoted: false, Text: "tcp" } name)
                return $"{matches[..(name.Column - 1)]}tcp {Opening}{matches[(name.Column - 1 + name.Text.Length)..]}";
        }
        return $"{matches} -m tcp {Opening}";
    }
}
