using System.Diagnostics;

namespace PortFirewall;

/// <summary>The guardian takes rules out at the end of its input, and at a word on it does nothing.</summary>
public sealed class RuleGuardianTests
{
    private const string Owner = "999999999/1";
    private const string Mark = $"PortFirewall test {Owner}/1";

    [Theory]
    [InlineData(IptablesBackend.Nft, "out\n", true)]
    [InlineData(IptablesBackend.Nft, "", false)]
    [InlineData(IptablesBackend.Legacy, "out\n", true)]
    [InlineData(IptablesBackend.Legacy, "", false)]
    public void It_ends_by_itself(IptablesBackend backend, string word, bool staysIn)
    {
        using var lab = TestLab.Create(backend);
        foreach (var family in Enum.GetValues<AddressFamily>())
            lab.InServer(lab.Iptables(family), "-I", "INPUT", "1", "-m", "comment", "--comment", Mark, "-j", "NFLOG", "--nflog-group", "40000");
        string[] tools = [.. Enum.GetValues<AddressFamily>().SelectMany(f => new[] { $"/usr/sbin/{lab.Iptables(f)}-save", $"/usr/sbin/{lab.Iptables(f)}-restore" })];
        using var guardian = Process.Start(new ProcessStartInfo("ip", ["netns", "exec", lab.Server, "sh", "-c", EmbeddedScript.Read("guard.sh"), "portfirewall-guard", Owner, .. tools])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("ready", guardian.StandardOutput.ReadLine());
        guardian.StandardInput.Write(word);
        // Told, it does not wait for the end of its input too.
        if (word.Length == 0)
            guardian.StandardInput.Close();
        else
            guardian.StandardInput.Flush();
        Assert.True(guardian.WaitForExit(TimeSpan.FromSeconds(30)));
        Assert.All(Enum.GetValues<AddressFamily>(), family => Assert.Equal(staysIn, lab.InServer(lab.Iptables(family), "-S").Contains(Mark, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task None_is_left_once_the_rules_are_out()
    {
        using var lab = TestLab.Create(IptablesBackend.Nft);
        await using (var rules = new TemporaryRules(new FirewallScope(lab.Server, IptablesBackend.Nft), "test"))
        {
            await rules.InsertAsync(
                [(AddressFamily.IPv4, RuleEdit.Insert("filter", "INPUT", 1, $"-m comment --comment \"{rules.NextMark().Comment}\" -j NFLOG --nflog-group 40000"))], CancellationToken.None);
            Assert.True(IsThere());
        }
        Assert.True(SpinWait.SpinUntil(() => !IsThere(), TimeSpan.FromSeconds(30)));

        bool IsThere() => lab.InServer("sh", "-c", "for process in $(ip netns pids $0); do tr '\\0' ' ' < /proc/$process/cmdline; done; :", lab.Server).Contains("portfirewall-guard ", StringComparison.Ordinal);
    }
}
