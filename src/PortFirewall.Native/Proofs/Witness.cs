namespace PortFirewall;

/// <summary>A rule to be proved, and the one that watches it from right ahead of it.</summary>
/// <param name="Rule">The rule, as it was read.</param>
/// <param name="Mark">The mark of the watching rule.</param>
/// <param name="Text">The watching rule.</param>
internal sealed record Witness(IptablesRule Rule, TemporaryMark Mark, string Text)
{
    /// <summary>The text that its packets carry.</summary>
    public string Prefix => WitnessText.PrefixOf(Mark);

    /// <summary>
    /// Why it did not see just the packets that come to the rule, as the end of a sentence; null where it did: there it stands, says what it was
    /// to say, and nothing is between the two but what watches like itself.
    /// </summary>
    public string? FindFault(IptablesRuleset ruleset)
    {
        if (ruleset.FindChain(Rule.Table, Rule.Chain) is not { } chain || RuleIdentity.Find(chain, Rule) is not { } rule)
            return "the rule has gone meanwhile";
        if (chain.Rules.FirstOrDefault(r => TemporaryMark.Of(r) == Mark) is not { } own)
            return "somebody took out the rule that watched it";
        if (RuleNormalForm.Of(own) != RuleNormalForm.Of(RuleReader.Read(Text), Rule.AddressFamily))
            return "iptables made another rule than was asked for of the one that was to watch it";
        return own.Number < rule.Number && chain.Rules.Skip(own.Number).Take(rule.Number - own.Number - 1).All(r => TemporaryMark.Of(r) is not null)
            ? null : "the rule was moved meanwhile, or another put ahead of it, so it can't be told which packets came to it";
    }
}
