namespace PortFirewall;

/// <summary>What <c>rollback.sh list</c> prints, as objects.</summary>
public sealed class RollbackListReaderTests
{
    private const string Facts = """
        now 20500
        seconds 60
        command Add-IptablesPortRule
        family 4
        backend Nft
        family 6
        backend Nft
        identity net:[4026531840]
        armed-at 20000
        deadline 26000
        armed 1763889600
        timer 4711 99 portfirewall-rollback.service net:[4026531840]
        undo4 *filter
        undo4 D INPUT 1 0 -p tcp -m tcp --dport 8080 -j ACCEPT

        """;

    [Fact]
    public void What_waits_tells_how_long_and_who_waits()
    {
        var rollback = Read("pending", Facts);
        Assert.Equal((IptablesRollbackState.Pending, 55.0, 4711, "portfirewall-rollback.service"), (rollback.State, rollback.RemainingSeconds, rollback.ProcessId, rollback.Unit));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1763889660), rollback.Deadline);
        Assert.Equal(IptablesBackend.Nft, rollback.Backend);
        Assert.Equal(["IPv4 filter INPUT: added -p tcp -m tcp --dport 8080 -j ACCEPT"], rollback.Change);
    }

    [Theory]
    [InlineData("pending", "lost yes\n", IptablesRollbackState.TimerLost)]
    [InlineData("running", "", IptablesRollbackState.Running)]
    [InlineData("running", "lost yes\n", IptablesRollbackState.TimerLost)]
    [InlineData("confirmed", "finished 1763889605\n", IptablesRollbackState.Confirmed)]
    [InlineData("rolled-back", "finished 1763889660\nmessage Changes taken back.\n", IptablesRollbackState.RolledBack)]
    [InlineData("failed", "finished 1763889660\nmessage It was tried.\n", IptablesRollbackState.Failed)]
    public void What_does_not_wait_has_no_time_left(string state, string more, IptablesRollbackState expected)
    {
        var rollback = Read(state, Facts + more);
        Assert.Equal((expected, 0.0, null), (rollback.State, rollback.RemainingSeconds, rollback.ProcessId));
        Assert.Equal(more.Contains("finished", StringComparison.Ordinal), rollback.Finished is not null);
    }

    [Theory]
    [InlineData("seconds 60", "seconds 999999999999999")]
    [InlineData("armed 1763889600", "armed 99999999999999")]
    [InlineData("armed 1763889600", "armed 253370764799")]
    [InlineData("deadline 26000", "deadline 1e400")]
    [InlineData("timer 4711", "timer 99999999999999999999")]
    public void One_whose_numbers_are_damaged_does_not_hide_the_others(string whole, string damaged)
        => Assert.Equal(2, RollbackListReader.Read($"@a0000001 pending\n{Facts.Replace(whole, damaged, StringComparison.Ordinal)}@f0000001 pending\n{Facts}").Count);

    [Fact]
    public void One_that_was_pruned_while_it_was_read_is_not_there()
        => Assert.Equal("f0000001", Assert.Single(RollbackListReader.Read($"@a0000001 pending\nnow 20500\ngone yes\n@f0000001 pending\n{Facts}")).Id);

    [Fact]
    public void One_whose_time_is_up_and_that_is_pending_says_that_it_could_not_be_written_down()
    {
        Assert.Null(Read("pending", Facts.Replace("now 20500", "now 26050", StringComparison.Ordinal)).Message);
        Assert.StartsWith("Its time is up", Read("pending", Facts.Replace("now 20500", "now 26150", StringComparison.Ordinal)).Message, StringComparison.Ordinal);
        Assert.Contains("its time is up", Read("pending", Facts.Replace("now 20500", "now 26150", StringComparison.Ordinal) + "lost yes\n").Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Those_of_one_second_are_in_the_order_in_which_they_were_armed()
    {
        var later = Facts.Replace("armed-at 20000", "armed-at 20001", StringComparison.Ordinal);
        Assert.Equal(["f0000001", "a0000001"], RollbackListReader.Read($"@a0000001 pending\n{later}@f0000001 pending\n{Facts}").Select(r => r.Id));
    }

    [Theory]
    // Made by its name, inside, and by another name of the same.
    [InlineData("netns shop\n", "name shop\n", true, true)]
    [InlineData("called shop\n", "name shop\n", true, true)]
    [InlineData("netns store\n", "name shop\nname store\n", true, true)]
    [InlineData("", "name shop\n", true, true)]
    // The namespace is gone, and the kernel has given its number to another one.
    [InlineData("netns store\n", "name shop\n", false, false)]
    [InlineData("netns shop\n", "name store\n", true, false)]
    [InlineData("called store\n", "", false, false)]
    [InlineData("", "", false, true)]
    public void A_change_belongs_to_the_namespace_that_its_names_lead_to(string armed, string now, bool isInShop, bool isOfNumber)
    {
        var rollback = Read("pending", Facts + armed + now);
        Assert.Equal((isInShop, isOfNumber), (rollback.IsIn("shop"), rollback.IsOf("net:[4026531840]")));
        Assert.False(rollback.IsOf("net:[4026531841]"));
    }

    [Fact]
    public void Families_of_different_backends_have_none_in_common()
        => Assert.Null(Read("pending", Facts.Replace("family 6\nbackend Nft", "family 6\nbackend Legacy", StringComparison.Ordinal)).Backend);

    [Fact]
    public void A_folder_in_a_state_that_nobody_knows_is_passed_over()
        => Assert.Equal(["b0000001"], RollbackListReader.Read($"@a0000001 void\n{Facts}@b0000001 pending\n{Facts}").Select(r => r.Id));

    private static IptablesRollback Read(string state, string facts) => Assert.Single(RollbackListReader.Read($"@a1b2c3d4 {state}\n{facts}"));
}
