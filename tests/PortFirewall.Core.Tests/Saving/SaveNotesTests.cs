namespace PortFirewall;

/// <summary>What is said of a file that was saved holds for that file.</summary>
public sealed class SaveNotesTests
{
    [Theory]
    [InlineData(false, 1, false, "/f also holds 1 rule that fail2ban keeps and makes anew when it starts (filter f2b-sshd); -ExcludeManaged leaves them out.")]
    [InlineData(false, 3, true, "/f also holds 3 rules that fail2ban, which does not run here, has left behind: nobody makes them anew or takes them away (filter f2b-sshd); -ExcludeManaged leaves them out.")]
    [InlineData(true, 3, false, "3 rules of fail2ban were left out of /f; fail2ban makes them itself when it starts.")]
    [InlineData(true, 1, true, "1 rule of fail2ban was left out of /f; fail2ban does not run here, so nobody makes them any more.")]
    public void Who_does_not_run_makes_nothing_anew(bool leftOut, int rules, bool isLeftover, string note)
        => Assert.Equal(note, SaveNotes.Managed("/f", new ManagedRules { Manager = "fail2ban", Chains = ["filter f2b-sshd"], RuleCount = rules, LeftOut = leftOut, IsLeftover = isLeftover }));

    [Fact]
    public void Nothing_is_said_of_the_boot_where_nothing_loads_the_file_then()
    {
        Assert.DoesNotContain("boot", SaveNotes.SetsMissing("/f", ["friends"], isForBoot: false), StringComparison.Ordinal);
        Assert.StartsWith("At boot, /f can't be loaded", SaveNotes.SetsMissing("/f", ["friends"], isForBoot: true), StringComparison.Ordinal);
        Assert.DoesNotContain("boot", SaveNotes.Empty("/f", isForBoot: false), StringComparison.Ordinal);
    }
}
