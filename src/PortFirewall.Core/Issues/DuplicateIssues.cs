namespace PortFirewall;

/// <summary><c>Duplicate</c>: a rule that stands further up in its chain already, comments aside.</summary>
internal sealed class DuplicateIssues : IIssueKind
{
    public IEnumerable<IptablesRuleIssue> Find(IssueSearch search)
        => search.Dead.Where(d => DeadRuleKind.Of(d) == RuleIssueId.Duplicate).Select(dead => search.Issue(
            RuleIssueId.Duplicate, RuleIssueSeverity.Information, dead.Rule, dead.Related,
            $"{dead.Rule.Place} says the same as {dead.Related[0].Place}, and no packet comes past that one.",
            $"Remove one of the two: number {dead.Rule.Number}, so that the order of the others stays as it is."));

    public static bool SayTheSame(IptablesRule one, IptablesRule other) => WithoutComment(one) == WithoutComment(other);

    private static string WithoutComment(IptablesRule rule)
    {
        var said = rule.Syntax;
        var silent = new RuleSyntax
        {
            Protocol = said.Protocol,
            Source = said.Source,
            Destination = said.Destination,
            InInterface = said.InInterface,
            OutInterface = said.OutInterface,
            Fragment = said.Fragment,
            Target = said.Target,
            IsGoto = said.IsGoto,
        };
        silent.Matches.AddRange(said.Matches.Where(m => m.Name != "comment"));
        silent.TargetOptions.AddRange(said.TargetOptions);
        return RuleNormalForm.Of(silent, rule.AddressFamily);
    }
}
