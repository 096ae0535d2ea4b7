using CsCheck;

namespace PortFirewall.Core.Tests.Rules;

/// <summary>What the rule sets before and after tell of changes that were to be made, while others change rules too.</summary>
public sealed class EditEvidenceTests
{
    private const string Ours = "-p tcp -m tcp --dport 2222 -j ACCEPT";
    private const string Second = "-p tcp -m tcp --dport 2223 -j ACCEPT";
    private const string Others = "-s 192.0.2.1/32 -j ACCEPT";

    private static readonly IptablesRuleset Before = Rulesets.Drop("-i lo -j ACCEPT", "-p tcp -m tcp --dport 22 -j ACCEPT", "-j REJECT");

    [Fact]
    public void What_is_as_before_was_not_made()
    {
        Assert.False(EditEvidence.AreMade([Insert(1, Ours)], Before, Before));
        Assert.False(EditEvidence.AreMade([Delete(2)], Before, Before));
        Assert.False(EditEvidence.HasChanged([Insert(1, Ours)], Before, Before));
    }

    [Fact]
    public void What_is_as_the_changes_make_it_was_made()
    {
        AssertMade([Insert(2, Ours)], "-i lo -j ACCEPT", Ours, "-p tcp -m tcp --dport 22 -j ACCEPT", "-j REJECT");
        AssertMade([Insert(1, Ours), Insert(2, Second)], Ours, Second, "-i lo -j ACCEPT", "-p tcp -m tcp --dport 22 -j ACCEPT", "-j REJECT");
        AssertMade([Delete(1), Delete(3)], "-p tcp -m tcp --dport 22 -j ACCEPT");
        // A rule that is moved is as often there as before.
        AssertMade([Delete(2), Insert(1, "-p tcp -m tcp --dport 22 -j ACCEPT")], "-p tcp -m tcp --dport 22 -j ACCEPT", "-i lo -j ACCEPT", "-j REJECT");
    }

    [Fact]
    public void What_others_did_is_not_taken_for_ours()
    {
        var now = Rulesets.Drop(Others, "-i lo -j ACCEPT", "-p tcp -m tcp --dport 22 -j ACCEPT", "-j REJECT");
        Assert.True(EditEvidence.HasChanged([Insert(1, Ours)], Before, now));
        Assert.False(EditEvidence.AreAllThatChanged([Insert(1, Ours)], Before, now));
        Assert.False(EditEvidence.AreMade([Insert(1, Ours)], Before, now));
        Assert.False(EditEvidence.AreMade([Delete(2)], Before, now));
    }

    [Fact]
    public void What_is_there_beside_changes_of_others_was_made()
    {
        var now = Rulesets.Drop(Others, "-i lo -j ACCEPT", Ours, "-j REJECT");
        Assert.False(EditEvidence.AreAllThatChanged([Insert(2, Ours), Delete(2)], Before, now));
        Assert.True(EditEvidence.AreMade([Insert(2, Ours), Delete(2)], Before, now));
    }

    [Fact]
    public void Changes_are_made_all_or_none_so_that_half_of_them_was_somebody_else()
    {
        var now = Rulesets.Drop(Ours, "-i lo -j ACCEPT", "-p tcp -m tcp --dport 22 -j ACCEPT", "-j REJECT");
        Assert.False(EditEvidence.AreMade([Insert(1, Ours), Insert(2, Second)], Before, now));
        Assert.False(EditEvidence.AreMade([Insert(1, Ours), Delete(2)], Before, now));
    }

    [Fact]
    public void A_move_can_not_be_told_where_others_were_too()
    {
        var move = new[] { Delete(2), Insert(1, "-p tcp -m tcp --dport 22 -j ACCEPT") };
        Assert.False(EditEvidence.AreMade(move, Before, Rulesets.Drop("-p tcp -m tcp --dport 22 -j ACCEPT", Others, "-i lo -j ACCEPT", "-j REJECT")));
    }

    [Fact]
    public void A_rule_that_was_there_already_counts_only_where_it_is_there_once_more()
    {
        var before = Rulesets.Drop(Ours, "-j REJECT");
        Assert.False(EditEvidence.AreMade([Insert(1, Ours)], before, Rulesets.Drop(Others, Ours, "-j REJECT")));
        Assert.True(EditEvidence.AreMade([Insert(1, Ours)], before, Rulesets.Drop(Others, Ours, Ours, "-j REJECT")));
    }

    [Fact]
    public void Other_chains_and_tables_are_not_looked_at()
    {
        var now = Rulesets.Drop("-i lo -j ACCEPT", "-p tcp -m tcp --dport 22 -j ACCEPT", "-j REJECT", $"-A FORWARD {Ours}");
        Assert.False(EditEvidence.HasChanged([Insert(1, Ours)], Before, now));
        Assert.False(EditEvidence.AreMade([Insert(1, Ours)], Before, now));
        Assert.False(EditEvidence.AreMade([Insert(1, Ours)], null, now));
    }

    [Fact]
    public void Rules_that_had_not_been_there_are_ours_where_they_are()
    {
        Assert.True(EditEvidence.AreMade([Insert(1, Ours)], null, Rulesets.Drop(Others, Ours)));
        Assert.False(EditEvidence.AreMade([Insert(1, Ours)], null, Rulesets.Drop(Others)));
    }

    [Fact]
    public void Whatever_others_do_to_their_rules_it_is_told_whether_ours_was_made()
        => Gen.Select(Gen.Int[0, 6].Array[0, 6], Gen.Int[0, 100].Array[1, 3], Gen.Int[0, 100].Array[0, 4], Gen.Bool).Sample((there, places, theirs, isMade) =>
        {
            // Rules of several kinds, some more than once; ours are of kinds that others leave alone, and go in or away.
            var before = there.Select(Rule).ToList();
            var now = before.ToList();
            var edits = new List<RuleEdit>();
            foreach (var (place, number) in places.Select((p, i) => (p, i)))
            {
                if (place % 2 == 0 && now.FindIndex(r => r == Rule(number)) is >= 0 and var at)
                {
                    edits.Add(new RuleEdit("filter", "INPUT", null, Rule(number)));
                    now.RemoveAt(at);
                }
                else
                {
                    edits.Add(Insert((place % (now.Count + 1)) + 1, Rule(number)));
                    now.Insert(place % (now.Count + 1), Rule(number));
                }
            }
            var after = isMade ? now : before.ToList();
            foreach (var what in theirs)
            {
                if (what % 3 == 0 && after.FindIndex(r => r == Rule(3 + (what % 4))) is >= 0 and var at)
                    after.RemoveAt(at);
                else
                    after.Insert(what % (after.Count + 1), Rule(3 + (what % 4)));
            }
            return EditEvidence.AreMade(edits, Rulesets.Drop([.. before]), Rulesets.Drop([.. after])) == isMade;
        }, iter: Effort.Cases(1000));

    private static string Rule(int number) => $"-p tcp -m tcp --dport {4000 + number} -j ACCEPT";

    private static RuleEdit Insert(int number, string rule) => RuleEdit.Insert("filter", "INPUT", number, rule);

    private static RuleEdit Delete(int number) => RuleEdit.Delete(Before.RequireChain("filter", "INPUT").Rules[number - 1]);

    private static void AssertMade(IReadOnlyList<RuleEdit> edits, params string[] now)
    {
        Assert.True(EditEvidence.AreAllThatChanged(edits, Before, Rulesets.Drop(now)));
        Assert.True(EditEvidence.AreMade(edits, Before, Rulesets.Drop(now)));
    }
}
