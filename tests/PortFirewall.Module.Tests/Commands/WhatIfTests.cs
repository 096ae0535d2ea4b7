namespace PortFirewall;

/// <summary><c>-WhatIf</c> changes nothing, and what it shows can be typed.</summary>
public sealed class WhatIfTests(Labs labs) : IClassFixture<Labs>
{
    private const string AwkwardComment = "it is $HOME & `more` | less; 100%";

    public static TheoryData<string, string, string> Changes()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var backend in new[] { "Nft", "Legacy" })
        {
            data.Add(backend, "Add-IptablesPortRule 2222 @on", "");
            data.Add(backend, "Add-IptablesPortRule 2222 @on -AddressFamily IPv6", "");
            data.Add(backend, $"Add-IptablesPortRule 2222 @on -Comment '{AwkwardComment}'", "");
            data.Add(backend, $"80, 443 | Add-IptablesPortRule @on -Comment '{AwkwardComment}'", "");
            data.Add(backend, "Add-IptablesPortRule 2222 @on -Source 192.0.2.0/24 -InInterface eth+ -ConnectionState NEW", "");
            data.Add(backend, "Remove-IptablesRule -Port 22 @on", "-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT");
            data.Add(backend, "Get-IptablesRule INPUT @on -Port 22, 23 | Remove-IptablesRule", "-A INPUT -p tcp -m tcp -m multiport --dports 22,23 -m comment --comment 'a \"b\" c' -j ACCEPT");
            data.Add(backend, "Get-IptablesRule INPUT @on -Port 22 -AddressFamily IPv4 | Move-IptablesRule -Position 1", "-A INPUT -p tcp -m tcp --dport 22 -m comment --comment \"it's\" -j ACCEPT");
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void The_command_shown_does_when_typed_what_the_cmdlet_does(string backend, string command, string rule)
    {
        var lab = Prepared(backend, rule);
        var before = lab.Everything;
        var shown = lab.Run($"{command} -WhatIf").Quietly();
        Assert.Empty(shown.Output);
        Assert.Equal(before, lab.Everything);

        Shell.Run(shown.CommandLine);
        var typed = lab.Everything;
        Assert.NotEqual(before, typed);

        lab = Prepared(backend, rule);
        lab.Run(command).Quietly();
        Assert.Equal(typed, lab.Everything);
    }

    [Fact]
    public void The_guides_command_is_shown_as_the_guide_writes_it()
        => Assert.Contains(
            "ip6tables --wait 5 --insert INPUT 4 -p tcp -m tcp --dport 2222 -j ACCEPT",
            labs.On("Nft").Run("Add-IptablesPortRule 2222 -NetworkNamespace $lab.Server -WhatIf").Quietly().CommandLine, StringComparison.Ordinal);

    [Fact]
    public void Nothing_to_do_is_nothing_to_show()
    {
        var lab = labs.On("Nft");
        lab.Run("Add-IptablesPortRule 2222 @on").Quietly();
        Assert.Empty(lab.Run("Add-IptablesPortRule 2222 @on -WhatIf").Quietly().HostText);
    }

    [Fact]
    public void A_file_is_not_saved()
    {
        using var folder = new ScratchFolder();
        var lab = labs.On("Nft");
        var shown = lab.Run($"Save-IptablesRuleset -Force -Path {folder.Path}/rules @on -WhatIf").Quietly();
        Assert.Contains($"iptables-save > {folder.Path}/rules.v4 && ", shown.HostText, StringComparison.Ordinal);
        Assert.Empty(shown.Output);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_lab_is_neither_made_nor_removed()
    {
        var lab = labs.On("Nft");
        var name = lab.Name + "-no";
        Assert.Contains(name + "-server", lab.Run($"New-FirewallLab {name} -WhatIf").Quietly().HostText, StringComparison.Ordinal);
        Assert.False(File.Exists($"/run/netns/{name}-server"));
        Assert.Contains(lab.Server, lab.Run("$lab | Remove-FirewallLab -WhatIf").Quietly().HostText, StringComparison.Ordinal);
        Assert.True(File.Exists($"/run/netns/{lab.Server}"));
    }

    private TestLab Prepared(string backend, string rule)
    {
        var lab = labs.On(backend);
        return rule.Length == 0 ? lab : lab.By(rule);
    }
}
