using System.Management.Automation;

namespace PortFirewall;

/// <summary>Writing rule sets into files: to the letter, whole or not at all.</summary>
public sealed class ExportIptablesRulesetTests(Labs labs) : IClassFixture<Labs>
{
    private const string Text = "[Text.Encoding]::Latin1.GetString([IO.File]::ReadAllBytes(\"$folder/out\"))";
    private const string Rules = "*filter\n:INPUT DROP [3:180]\n[2:120] -A INPUT -p tcp -m comment --comment \"one  two\" -j ACCEPT\nCOMMIT\n";

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void Live_rules_of_both_families_become_files_that_restore_them_with_their_counters(string backend)
    {
        using var folder = new ScratchFolder();
        var lab = labs.On(backend).By("-A INPUT -p tcp --dport 22 -m comment --comment 'a \"b\" c' -c 7 420 -j ACCEPT");
        var saved = TestLab.Families.Select(lab.Saved).ToList();
        Assert.Equal($"{folder.Path}/rules.v4\n{folder.Path}/rules.v6", lab.Run($"(Export-IptablesRuleset {folder.Path} @on).FullName").Quietly().Text);
        lab.By("-F INPUT");
        Shell.Run($"{lab.In} {lab.Tool("IPv4")}-restore -c < {folder.Path}/rules.v4 && {lab.In} {lab.Tool("IPv6")}-restore -c < {folder.Path}/rules.v6");
        // The legacy tables may come in another order.
        foreach (var (family, before) in TestLab.Families.Zip(saved))
            Assert.Subset(lab.Saved(family).Split('\n').ToHashSet(), before.Split('\n').ToHashSet());
    }

    [Fact]
    public void A_rule_set_that_was_read_is_written_as_it_was_and_tells_its_family()
    {
        using var folder = new ScratchFolder();
        var lab = labs.On("Nft");
        lab.Engine.Set("text", Rules);
        lab.Engine.Set("folder", folder.Path);
        Assert.Equal(
            "IPv6 True",
            lab.Run("$one = $text | Import-IptablesRuleset -AddressFamily IPv6; $two = $one | Export-IptablesRuleset $folder/out | Import-IptablesRuleset; \"$($two.AddressFamily) $($two.Text -ceq $one.Text)\"").Quietly().Text);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode($"{folder.Path}/out"));
        Assert.Equal(["out"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Where_nobody_has_used_iptables_the_files_say_that_everything_is_open()
    {
        using var folder = new ScratchFolder();
        using var server = new BareServer("Nft", []);
        Shell.Run($"ip netns exec {server.Name} nft flush ruleset");
        var lab = labs.On("Nft");
        lab.Engine.Set("folder", folder.Path);
        Assert.Equal(
            "IPv4 Accept\nIPv6 Accept",
            lab.Run($"Export-IptablesRuleset $folder/rules -NetworkNamespace {server.Name} | Import-IptablesRuleset | ForEach-Object {{ \"$($_.AddressFamily) $($_.Chains[0].Policy)\" }}").Quietly().Text);
        Assert.Empty(lab.Run($"Compare-IptablesRuleset $folder/rules.v4, $folder/rules.v6 -NetworkNamespace {server.Name}").Quietly().Output);
    }

    [Fact]
    public void Bytes_that_are_not_text_go_out_as_they_came_in()
    {
        using var folder = new ScratchFolder();
        File.WriteAllBytes($"{folder.Path}/in", System.Text.Encoding.Latin1.GetBytes("*filter\n-A INPUT -m comment --comment \"caf\u00E9\" -j ACCEPT\nCOMMIT\n"));
        var lab = labs.On("Nft");
        lab.Engine.Set("folder", folder.Path);
        Assert.Contains("--comment \"caf\u00E9\" -j", lab.Run($"$null = Import-IptablesRuleset $folder/in | Export-IptablesRuleset $folder/out; {Text}").Quietly().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_left_of_a_rule_set_after_remoting_is_written_too()
    {
        using var folder = new ScratchFolder();
        var lab = labs.On("Nft");
        lab.Engine.Set("text", Rules);
        lab.Engine.Set("folder", folder.Path);
        Assert.Contains(
            "[2:120] -A INPUT -p tcp -m comment --comment \"one  two\" -j ACCEPT\n",
            lab.Run($"$null = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize(($text | Import-IptablesRuleset))) | Export-IptablesRuleset $folder/out; {Text}").Quietly().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_if_shows_the_files_and_writes_none()
    {
        using var folder = new ScratchFolder();
        var shown = labs.On("Nft").Run($"Export-IptablesRuleset {folder.Path}/rules @on -WhatIf").Quietly();
        Assert.Contains($"{folder.Path}/rules.v4", shown.HostText, StringComparison.Ordinal);
        Assert.Contains($"{folder.Path}/rules.v6", shown.HostText, StringComparison.Ordinal);
        Assert.Empty(shown.Output);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("@() | Export-IptablesRuleset $folder/out", "")]
    [InlineData("Import-IptablesRuleset /no/such/rules | Export-IptablesRuleset $folder/out", "RulesetNotRead")]
    [InlineData("'yes' | Export-IptablesRuleset $folder/out", "InvalidRuleset")]
    [InlineData("$rules, $rules | Export-IptablesRuleset $folder", "FamilyGivenTwice")]
    [InlineData("$rules | Export-IptablesRuleset $folder/out -AddressFamily IPv6", "FamilyNotInRuleset")]
    [InlineData("$rules | Export-IptablesRuleset $folder/no/such/out", "SaveFailed")]
    [InlineData("Export-IptablesRuleset $folder/out -NetworkNamespace no-such-namespace", "NetworkNamespaceNotFound")]
    public void Where_there_is_nothing_to_write_no_file_is_made(string command, string errors)
    {
        using var folder = new ScratchFolder();
        var lab = labs.On("Nft");
        lab.Engine.Set("text", Rules);
        lab.Engine.Set("folder", folder.Path);
        Assert.Equal(errors, lab.Run($"$rules = $text | Import-IptablesRuleset; {command}").ErrorIds);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void What_is_not_a_regular_file_is_refused_and_stays_what_it_was()
    {
        using var folder = new ScratchFolder();
        Shell.Run($"mkfifo {folder.Path}/pipe");
        labs.On("Nft").Run($"Export-IptablesRuleset {folder.Path}/pipe @on -AddressFamily IPv4").FailsWith("SaveFailed", ErrorCategory.WriteError);
        Assert.Equal("fifo\n", Shell.Run($"stat -c %F {folder.Path}/pipe"));
    }
}
