using System.Management.Automation;

namespace PortFirewall;

/// <summary>Keeping all rules as they are: privately, in both families, in files that iptables itself takes.</summary>
public sealed class CheckpointIptablesRulesetTests(Labs labs) : IClassFixture<Labs>
{
    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void Its_files_restore_everything_by_iptables_alone(string backend)
    {
        using var folder = new ScratchFolder();
        var lab = labs.On(backend).By("-A INPUT -p tcp --dport 22 -m comment --comment 'a \"b\" c' -c 7 420 -j ACCEPT").By("-t nat -A PREROUTING -p tcp --dport 80 -j REDIRECT --to-ports 8080");
        var before = lab.Everything;
        Assert.Equal(
            $"{folder.Path}/rules.v4\n{folder.Path}/rules.v6\n{backend}\n{lab.Server}\nIPv4\nIPv6",
            lab.Run($"$c = Checkpoint-IptablesRuleset {folder.Path} @on; $c.Path; $c.Backend; $c.NetworkNamespace; $c.AddressFamily").Quietly().Text);
        lab.By("-F INPUT").By("-t nat -F");
        foreach (var file in new[] { "rules.v4", "rules.v6" })
        {
            // The line that the file itself gives for it.
            var command = File.ReadLines($"{folder.Path}/{file}").Single(l => l.StartsWith("# Restore with: ", StringComparison.Ordinal))["# Restore with: ".Length..];
            Shell.Run(command);
        }
        Assert.Equal(before, lab.Everything);
    }

    [Fact]
    public void Without_a_path_it_goes_into_a_folder_that_nobody_else_can_look_into()
    {
        var output = ChildEngine.Tell(
            $$"""
            $on = @{ NetworkNamespace = '{{labs.On("Nft").Server}}'; Backend = 'Nft' }
            $one = Checkpoint-IptablesRuleset @on
            $two = Checkpoint-IptablesRuleset @on -AddressFamily IPv6
            Tell { $one.Path.Count; $two.Path.Count; foreach ($file in $one.Path + $two.Path) { [IO.Path]::GetDirectoryName($file) + ' ' + [IO.Path]::GetExtension($file) + ' ' + [IO.File]::GetUnixFileMode($file) } }
            Tell { [IO.File]::GetUnixFileMode('/var/lib/portfirewall/checkpoints'); [IO.File]::GetUnixFileMode('/var/lib/portfirewall') }
            Tell { [IO.Directory]::GetFileSystemEntries('/var/lib/portfirewall/checkpoints').Count }
            """,
            setup: "mount -t tmpfs none /var/lib");
        Assert.Equal(
            """
            2
            1
            /var/lib/portfirewall/checkpoints .v4 UserWrite, UserRead
            /var/lib/portfirewall/checkpoints .v6 UserWrite, UserRead
            /var/lib/portfirewall/checkpoints .v6 UserWrite, UserRead
            UserExecute, UserWrite, UserRead
            UserExecute, UserWrite, UserRead
            3
            """,
            output);
    }

    [Theory]
    [InlineData("mkdir -m 777 -p /var/lib/portfirewall/checkpoints", "! FolderNotPrivate PermissionDenied /var/lib/portfirewall/checkpoints")]
    [InlineData("mkdir -m 755 /var/lib/x && ln -s /var/lib/x /var/lib/portfirewall", "! FolderNotPrivate PermissionDenied /var/lib/portfirewall")]
    [InlineData("mount -o remount,ro /var/lib", "! SaveFailed WriteError /var/lib/portfirewall/checkpoints")]
    [InlineData("touch /var/lib/portfirewall", "! SaveFailed WriteError /var/lib/portfirewall/checkpoints")]
    public void A_folder_that_will_not_do_is_told(string made, string error)
        => Assert.Equal(error, ChildEngine.Tell(
            $"Tell {{ Checkpoint-IptablesRuleset -NetworkNamespace {labs.On("Nft").Server} -Backend Nft }}", setup: $"mount -t tmpfs none /var/lib && {made}"));

    [Fact]
    public void Sets_are_kept_by_name_type_and_header()
    {
        using var folder = new ScratchFolder();
        var lab = labs.On("Nft");
        Shell.Run($"{lab.In} sh -c 'ipset create pf-hosts hash:ip family inet6; ipset create pf-other hash:ip; ipset create pf-list list:set'");
        lab.By("IPv6", "-A INPUT -m set --match-set pf-hosts src -j ACCEPT").By("IPv6", "-A INPUT -m set --match-set pf-list src -j ACCEPT");
        var result = lab.Run($"(Checkpoint-IptablesRuleset {folder.Path} @on).Sets | ForEach-Object {{ \"$($_.Name) $($_.Type) $($_.AddressFamily)\" }}").Quietly();
        Assert.Equal("pf-hosts hash:ip IPv6\npf-list list:set ", result.Text);
        Assert.Contains("\n# Needs the set: ipset create pf-hosts hash:ip family inet6 ", File.ReadAllText($"{folder.Path}/rules.v6"), StringComparison.Ordinal);
        Assert.DoesNotContain("ipset", File.ReadAllText($"{folder.Path}/rules.v4"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_with_a_line_break_is_refused_as_iptables_would_make_two_of_it()
    {
        using var folder = new ScratchFolder();
        var lab = labs.On("Nft").By("IPv4", "-A INPUT -s 192.0.2.1 -m comment --comment 'a\n-A INPUT -j ACCEPT' -j DROP");
        lab.Run($"Checkpoint-IptablesRuleset {folder.Path} @on").FailsWith("RuleNotRestorable", ErrorCategory.InvalidData);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_rule_that_nft_made_is_told_where_its_text_says_less()
    {
        using var folder = new ScratchFolder();
        var lab = labs.On("Nft");
        Shell.Run($"{lab.In} nft add rule ip filter INPUT tcp dport '{{ 22, 80 }}' drop");
        var warning = Assert.Single(lab.Run($"Checkpoint-IptablesRuleset {folder.Path} @on").Quietly().Warnings);
        Assert.StartsWith("INPUT:3 (IPv4) was made by nft", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void What_if_shows_the_files_and_writes_none()
    {
        using var folder = new ScratchFolder();
        var shown = labs.On("Nft").Run($"Checkpoint-IptablesRuleset {folder.Path}/before @on -WhatIf").Quietly();
        Assert.Contains($"{folder.Path}/before.v4, {folder.Path}/before.v6", shown.HostText, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("Checkpoint-IptablesRuleset $folder/no/such/place @on", "SaveFailed")]
    [InlineData("Checkpoint-IptablesRuleset -NetworkNamespace no-such-namespace", "NetworkNamespaceNotFound")]
    [InlineData("Checkpoint-IptablesRuleset $folder/fifo -AddressFamily IPv4 @on", "SaveFailed")]
    [InlineData("Checkpoint-IptablesRuleset '' @on", "ParameterArgumentValidationError")]
    public void What_can_not_be_written_is_told_and_nothing_is(string command, string error)
    {
        using var folder = new ScratchFolder();
        Shell.Run($"mkfifo {folder.Path}/fifo");
        var lab = labs.On("Nft");
        lab.Engine.Set("folder", folder.Path);
        Assert.Equal(error, lab.Run(command).ErrorIds);
        Assert.Equal(["fifo"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }
}
