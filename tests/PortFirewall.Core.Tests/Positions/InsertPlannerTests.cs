namespace PortFirewall.Core.Tests.Positions;

public sealed class InsertPlannerTests
{
    private const string Accept2222 = "-p tcp -m tcp --dport 2222 -j ACCEPT";

    [Fact]
    public void An_exact_rule_that_has_effect_is_left_as_it_is()
    {
        var plan = PlanOne(Rulesets.Drop("-i lo -j ACCEPT", Accept2222));
        Assert.False(plan.IsInsert);
        Assert.Equal("INPUT:2", plan.Existing!.Place);
        Assert.Null(plan.Error);
        Assert.Null(plan.Warning);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void A_position_that_an_exact_rule_does_not_have_is_told(int position, bool isTold)
    {
        var plan = PlanOne(Rulesets.Drop("-i lo -j ACCEPT", Accept2222), position: position);
        Assert.Equal("INPUT:2", plan.Existing!.Place);
        Assert.Equal(isTold, plan.Warning?.Contains("Move-IptablesRule", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void An_exact_rule_behind_a_block_is_an_error() => AssertError("RuleBehindBlock", PlanOne(Rulesets.Drop("-j DROP", Accept2222)));

    [Fact]
    public void An_exact_rule_behind_one_that_accepts_already_is_left_with_a_warning()
    {
        var plan = PlanOne(Rulesets.Drop("-p tcp -j ACCEPT", Accept2222));
        Assert.Equal("INPUT:2", plan.Existing!.Place);
        Assert.NotNull(plan.Warning);
    }

    [Fact]
    public void What_is_accepted_already_is_left_with_a_warning()
    {
        var plan = PlanOne(Rulesets.Drop("-p tcp -j ACCEPT"));
        Assert.Equal("INPUT:1", plan.Existing!.Place);
        Assert.Contains("-Force", plan.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_accepted_already_is_inserted_ahead_with_force()
    {
        var plan = PlanOne(Rulesets.Drop("-i lo -j ACCEPT", "-p tcp -j ACCEPT"), force: true);
        Assert.True(plan.IsInsert);
        Assert.Equal(2, plan.Number);
    }

    [Fact]
    public void What_only_the_policy_accepts_is_inserted_at_the_end()
    {
        var plan = PlanOne(Rulesets.WithPolicy("ACCEPT", "-i lo -j ACCEPT"));
        Assert.True(plan.IsInsert);
        Assert.Equal(2, plan.Number);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(4)]
    [InlineData(int.MaxValue)]
    public void A_position_that_the_chain_does_not_have_is_an_error(int position)
        => AssertError("InvalidPosition", PlanOne(Rulesets.Drop("-i lo -j ACCEPT", "-j DROP"), position));

    [Fact]
    public void A_position_behind_a_block_is_an_error_and_names_the_one_that_has_effect()
    {
        var plan = PlanOne(Rulesets.Drop("-i lo -j ACCEPT", "-j DROP"), position: 3);
        AssertError("PositionBehindBlock", plan);
        Assert.Contains("position 2", plan.Error!.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void A_position_behind_a_block_is_taken_with_force()
    {
        var plan = PlanOne(Rulesets.Drop("-i lo -j ACCEPT", "-j DROP"), position: 3, force: true);
        Assert.True(plan.IsInsert);
        Assert.Equal(3, plan.Number);
    }

    [Fact]
    public void A_position_ahead_of_narrow_denies_warns_of_them()
    {
        var plan = PlanOne(Rulesets.Drop("-s 203.0.113.0/24 -j DROP", "-j DROP"), position: 1);
        Assert.Equal(1, plan.Number);
        Assert.Contains("INPUT:1", plan.Warning, StringComparison.Ordinal);
        Assert.Empty(plan.Position!.StillBlocked);
    }

    [Fact]
    public void A_position_in_INPUT_is_taken_although_the_rule_belongs_into_the_chain_of_a_zone()
        => Assert.Equal(("INPUT", 1), (PlanOne(Rulesets.Load("firewalld"), position: 1).Position!.Chain, 1));

    [Fact]
    public void A_position_behind_the_jump_into_the_chain_that_stops_the_packets_has_no_effect()
        => AssertError("RuleNotEffective", PlanOne(Rulesets.Drop("-j zone", "-A zone -p tcp -m tcp --dport 22 -j ACCEPT", "-A zone -j DROP"), position: 2));

    [Theory]
    [InlineData("mangle", "PREROUTING")]
    [InlineData("raw", "PREROUTING")]
    [InlineData("security", "INPUT")]
    public void What_another_table_stops_is_an_error_that_names_it(string table, string chain)
    {
        var elsewhere = $"*{table}\n:{chain} ACCEPT [0:0]\n-A {chain} -p tcp -m tcp --dport 2000:3000 -j DROP\nCOMMIT\n";
        foreach (var filter in new[] { "", Accept2222, "-p tcp -j ACCEPT" })
        {
            var input = filter.Length == 0 ? "" : $"-A INPUT {filter}\n";
            var plan = PlanOne(Rulesets.Read($"{elsewhere}*filter\n:INPUT DROP [0:0]\n{input}COMMIT\n"));
            AssertError("BlockedElsewhere", plan);
            Assert.Contains($"{table} {chain}:1", plan.Error!.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Several_ports_are_numbered_in_the_order_asked_for()
    {
        var plans = InsertPlanner.Plan(Rulesets.Drop("-i lo -j ACCEPT", "-p tcp -m tcp --dport 90 -j DROP", "-j DROP"), [Rulesets.Tcp(443), Rulesets.Tcp(90), Rulesets.Tcp(80)], null, false);
        Assert.Equal([4, 2, 5], plans.Select(p => p.Number!.Value));
        var (model, inserted) = InsertPlanner.Apply(Rulesets.Drop("-i lo -j ACCEPT", "-p tcp -m tcp --dport 90 -j DROP", "-j DROP"), plans);
        Assert.Equal([null, "90", "90", "443", "80", null], model.RequireChain("filter", "INPUT").Rules.Select(r => r.DestinationPort));
        Assert.All(plans, p => Assert.Same(inserted[p], model.RequireChain("filter", "INPUT").Rules[p.Number!.Value - 1]));
    }

    [Fact]
    public void What_is_asked_for_twice_is_inserted_once()
        => Assert.Single(InsertPlanner.Plan(Rulesets.Drop(), [Rulesets.Tcp(80), Rulesets.Tcp(80)], null, false));

    [Fact]
    public void One_that_can_not_be_done_leaves_no_gap_in_the_numbers()
    {
        var plans = InsertPlanner.Plan(
            Rulesets.Read("*mangle\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p tcp -m tcp --dport 80 -j DROP\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n"),
            [Rulesets.Tcp(80), Rulesets.Tcp(443)], null, false);
        AssertError("BlockedElsewhere", plans[0]);
        Assert.Equal(2, plans[1].Number);
    }

    [Fact]
    public void A_thousand_ports_are_planned_in_no_time()
    {
        var plans = InsertPlanner.Plan(Rulesets.Drop("-i lo -j ACCEPT"), [.. Enumerable.Range(1, 1000).Select(p => Rulesets.Tcp(p * 2))], null, false);
        Assert.Equal(Enumerable.Range(2, 1000), plans.Select(p => p.Number!.Value));
    }

    [Fact]
    public void A_port_that_only_another_table_tells_apart_is_judged_by_itself()
    {
        var plans = InsertPlanner.Plan(
            Rulesets.Read("*mangle\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p tcp -m tcp --dport 81 -j DROP\nCOMMIT\n*filter\n:INPUT DROP [0:0]\nCOMMIT\n"),
            [Rulesets.Tcp(80), Rulesets.Tcp(81), Rulesets.Tcp(82)], null, false);
        Assert.Equal([null, "BlockedElsewhere", null], plans.Select(p => p.Error?.ErrorId));
        Assert.Equal([1, 2], plans.Where(p => p.IsInsert).Select(p => p.Number!.Value));
    }

    [Fact]
    public void A_port_that_a_range_of_the_same_request_takes_is_left_out_with_a_warning()
    {
        var plans = InsertPlanner.Plan(Rulesets.Drop(), [Rulesets.Tcp(70), Rulesets.Tcp(6000, 6010), Rulesets.Tcp(6005), Rulesets.Tcp(80)], null, false);
        Assert.All(plans, p => Assert.Null(p.Error));
        Assert.Equal([true, true, false, true], plans.Select(p => p.IsInsert));
        Assert.Equal([1, 2, 3], plans.Where(p => p.IsInsert).Select(p => p.Number!.Value));
        Assert.Equal(Rulesets.Tcp(6000, 6010), plans[2].CoveredBy);
        Assert.Contains("-Force", plans[2].Warning, StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_that_two_ranges_of_the_same_request_take_together_is_left_out()
    {
        var plans = InsertPlanner.Plan(Rulesets.Drop(), [Rulesets.Tcp(6000, 6005), Rulesets.Tcp(6006, 6010), Rulesets.Tcp(6004, 6008)], null, false);
        Assert.Equal([true, true, false], plans.Select(p => p.IsInsert));
        Assert.Null(plans[2].Error);
    }

    [Fact]
    public void A_range_behind_one_of_its_ports_goes_in_too()
        => Assert.All(InsertPlanner.Plan(Rulesets.Drop(), [Rulesets.Tcp(6005), Rulesets.Tcp(6000, 6010)], null, false), p => Assert.True(p.IsInsert));

    [Fact]
    public void The_same_port_for_everyone_and_then_for_one_source_goes_in_once()
    {
        var plans = InsertPlanner.Plan(Rulesets.Drop(), [Rulesets.Tcp(50), Rulesets.Tcp(50) with { Source = "192.0.2.1" }], null, false);
        Assert.Equal([true, false], plans.Select(p => p.IsInsert));
        Assert.Null(plans[1].Error);
    }

    [Fact]
    public void With_force_it_goes_in_all_the_same()
    {
        var plans = InsertPlanner.Plan(Rulesets.Drop(), [Rulesets.Tcp(50) with { Comment = "a" }, Rulesets.Tcp(50) with { Comment = "b" }], null, force: true);
        Assert.Equal([1, 2], plans.Select(p => p.Number!.Value));
        Assert.All(plans, p => Assert.True(p.IsInsert));
    }

    [Fact]
    public void A_port_that_a_rule_of_nat_makes_into_another_names_that_one()
    {
        const string Redirect = "*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p tcp -m tcp --dport 2222 -j REDIRECT --to-ports 8022\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n";
        var closed = PlanOne(Rulesets.Read($"{Redirect}COMMIT\n"));
        AssertError("PortTranslated", closed);
        Assert.Contains("Open tcp 8022", closed.Error!.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains("nat PREROUTING:1", closed.Error.Message, StringComparison.Ordinal);
        var open = PlanOne(Rulesets.Read($"{Redirect}-A INPUT -p tcp -m tcp --dport 8022 -j ACCEPT\nCOMMIT\n"));
        AssertError("PortTranslated", open);
        Assert.StartsWith("Add nothing", open.Error!.RecommendedAction, StringComparison.Ordinal);
    }

    private static PlannedRule PlanOne(IptablesRuleset ruleset, int? position = null, bool force = false)
        => Assert.Single(InsertPlanner.Plan(ruleset, [Rulesets.Tcp(2222)], position, force));

    private static void AssertError(string errorId, PlannedRule plan)
    {
        Assert.Equal(errorId, plan.Error?.ErrorId);
        Assert.False(plan.IsInsert);
    }
}
