using System.Management.Automation;

namespace PortFirewall;

/// <summary>Step 8 of the guide: keep it, only on proof, and only what could be read back.</summary>
public sealed class SaveIptablesRulesetTests(Labs labs) : IClassFixture<Labs>
{
    [Fact]
    public void Without_proof_nothing_is_saved()
    {
        using var folder = new ScratchFolder();
        labs.On("Nft").Run($"Save-IptablesRuleset -Path {folder.Path}/rules @on").FailsWith("ProofRequired", ErrorCategory.InvalidOperation);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void On_a_proof_that_failed_nothing_is_saved()
    {
        using var folder = new ScratchFolder();
        var lab = labs.On("Nft");
        lab.Run("$proof = Add-IptablesPortRule 2222 @on | Confirm-IptablesRuleHit -While { }").Quietly();
        lab.Run($"$proof | Save-IptablesRuleset -Path {folder.Path}/rules").FailsWith("NotProved", ErrorCategory.InvalidOperation);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void With_force_both_families_are_saved_as_they_are(string backend)
    {
        using var folder = new ScratchFolder();
        var lab = labs.On(backend);
        Assert.Equal(
            $"True IPv4 {folder.Path}/rules.v4 2 0\nTrue IPv6 {folder.Path}/rules.v6 3 0",
            lab.Run($"Save-IptablesRuleset -Force -Path {folder.Path} @on | ForEach-Object {{ \"$($_.Verified) $($_.AddressFamily) $($_.Path) $($_.Added.Count) $($_.Removed.Count)\" }}").Quietly().Text);
        Assert.Equal(0, Shell.Try($"{lab.In} {lab.Tool("IPv4")}-restore --test < {folder.Path}/rules.v4").ExitCode);
        Assert.Equal(0, Shell.Try($"{lab.In} {lab.Tool("IPv6")}-restore --test < {folder.Path}/rules.v6").ExitCode);
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void A_host_that_never_used_iptables_is_saved_as_one_that_is_open(string backend)
    {
        using var folder = new ScratchFolder();
        using var engine = new Engine();
        var name = $"pfnever-{Environment.ProcessId}-{backend}";
        Shell.Run($"ip netns add {name}");
        try
        {
            Assert.Equal(
                "True True",
                engine.Run($"$saved = Save-IptablesRuleset -Force -Path {folder.Path}/rules -NetworkNamespace {name} -Backend {backend} -AddressFamily IPv4; \"$($saved.Verified) $(Test-PortPath 80 -Ruleset {folder.Path}/rules -Quiet)\"").Quietly().Text);
        }
        finally
        {
            Shell.Run($"ip netns delete {name}");
        }
    }

    [Fact]
    public void The_file_before_is_kept_and_the_difference_told()
    {
        using var folder = new ScratchFolder();
        var lab = labs.On("Nft");
        lab.Run($"Save-IptablesRuleset -Force -Path {folder.Path}/rules @on -AddressFamily IPv4").Quietly();
        var before = File.ReadAllText($"{folder.Path}/rules");
        lab.By("IPv4", "-D INPUT 2").By("IPv4", "-A INPUT -p tcp --dport 22 -j ACCEPT");
        Assert.Equal(
            $"{folder.Path}/rules.previous +-p tcp -m tcp --dport 22 -j ACCEPT --i lo -j ACCEPT",
            lab.Run($"Save-IptablesRuleset -Force -Path {folder.Path}/rules @on -AddressFamily IPv4 | ForEach-Object {{ \"$($_.Backup) +$($_.Added.Specification) -$($_.Removed.Specification)\" }}").Quietly().Text);
        Assert.Equal(before, File.ReadAllText($"{folder.Path}/rules.previous"));
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void Saving_the_same_rules_again_does_not_cost_the_copy_of_those_before(string backend)
    {
        using var folder = new ScratchFolder();
        var lab = labs.On(backend);
        var save = $"(Save-IptablesRuleset -Force -Path {folder.Path}/rules @on -AddressFamily IPv4).Backup";
        Assert.Empty(lab.Run(save).Quietly().Text);
        var before = File.ReadAllText($"{folder.Path}/rules");
        lab.By("IPv4", "-A INPUT -p tcp --dport 22 -j ACCEPT");
        Assert.Equal($"{folder.Path}/rules.previous", lab.Run(save).Quietly().Text);
        Assert.Equal($"{folder.Path}/rules.previous", lab.Run(save).Quietly().Text);
        Assert.Equal(before, File.ReadAllText($"{folder.Path}/rules.previous"));
        Assert.Equal(["rules", "rules.previous"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Proofs_of_both_families_save_both()
    {
        using var folder = new ScratchFolder();
        var lab = labs.On("Nft");
        lab.Run("$proof = Add-IptablesPortRule 2222 @on | Confirm-IptablesRuleHit -While { Confirm-PortReachable server.example.net 2222 -From \"netns:$($lab.Client)\" }").Quietly();
        Assert.Equal("rules.v4\nrules.v6", lab.Run($"$proof | Save-IptablesRuleset -Path {folder.Path}/rules | ForEach-Object {{ $_.Path.Split('/')[-1] }}").Quietly().Text);
        Assert.Equal("IPv6", lab.Run($"Save-IptablesRuleset -Proof $proof -Path {folder.Path}/rules6 -AddressFamily IPv6 | ForEach-Object AddressFamily").Quietly().Text);
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void What_is_left_of_a_proof_after_remoting_is_proof(string backend)
    {
        using var folder = new ScratchFolder();
        var lab = labs.On(backend);
        lab.Run("$proof = Add-IptablesPortRule 2222 @on -Comment 'one two' | Confirm-IptablesRuleHit -While { Confirm-PortReachable server.example.net 2222 -From \"netns:$($lab.Client)\" }").Quietly();
        Assert.Equal(
            "True IPv4\nTrue IPv6",
            lab.Run($"[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($proof)) | Save-IptablesRuleset -Path {folder.Path}/rules | ForEach-Object {{ \"$($_.Verified) $($_.AddressFamily)\" }}").Quietly().Text);
    }

    [Fact]
    public void A_rule_that_fell_behind_a_block_since_the_proof_is_not_kept()
    {
        using var folder = new ScratchFolder();
        var lab = labs.On("Nft");
        lab.Run("$proof = Add-IptablesPortRule 2222 @on -AddressFamily IPv4 | Confirm-IptablesRuleHit -While { Confirm-PortReachable server.example.net 2222 -From \"netns:$($lab.Client)\" }").Quietly();
        File.WriteAllText($"{folder.Path}/rules", "*filter\nCOMMIT\n");
        lab.By("IPv4", "-I INPUT 1 -j DROP");
        var result = lab.Run($"$proof | Save-IptablesRuleset -Path {folder.Path}/rules");
        Assert.Empty(result.Output);
        Assert.Single(result.Errors);
        Assert.Equal("*filter\nCOMMIT\n", File.ReadAllText($"{folder.Path}/rules"));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_an_error()
        => labs.On("Nft").Run("Save-IptablesRuleset -Force -Path /no/such/folder/rules @on -AddressFamily IPv4").FailsWith("SaveFailed", ErrorCategory.WriteError, "/no/such/folder/rules");

    [Fact]
    public void A_provider_that_is_not_there_is_an_error()
        => labs.On("Nft").Run("Save-IptablesRuleset -Force -Provider ufw @on").FailsWith("PersistenceProviderNotFound", ErrorCategory.NotInstalled, "ufw");

    [Fact]
    public void The_tool_keeps_the_default_backend_only_and_says_so()
    {
        var other = Shell.Run("iptables --version").Contains("nf_tables", StringComparison.Ordinal) ? "Legacy" : "Nft";
        labs.On(other).Run("Save-IptablesRuleset -Force @on").FailsWith("BackendNotSaved", ErrorCategory.InvalidOperation);
    }

    [Fact]
    public void A_namespace_without_files_of_its_own_would_overwrite_the_hosts_and_is_an_error()
    {
        var lab = labs.On("Nft");
        lab.Run($"Save-IptablesRuleset -Force -NetworkNamespace {lab.Client}").FailsWith("NamespaceWithoutFiles", ErrorCategory.InvalidOperation, lab.Client);
    }

    [Fact]
    public void What_is_not_a_proof_is_an_error()
        => Assert.Equal("InvalidProof ProofRequired", labs.On("Nft").Run("'yes' | Save-IptablesRuleset -Path /no/such/folder/rules @on").ErrorIds);

    [Fact]
    public void What_is_not_a_regular_file_is_refused_and_stays_what_it_was()
    {
        var lab = labs.On("Nft");
        using var folder = new ScratchFolder();
        Shell.Run($"mknod {folder.Path}/device c 1 3 && mkfifo {folder.Path}/pipe");
        foreach (var name in new[] { "device", "pipe" })
            lab.Run($"Save-IptablesRuleset -Force -Path {folder.Path}/{name} -AddressFamily IPv4 @on").FailsWith("SaveFailed", ErrorCategory.WriteError);
        Assert.Equal("character special file\nfifo\n", Shell.Run($"stat -c %F {folder.Path}/device {folder.Path}/pipe"));
    }

    [Fact]
    public void Through_a_link_the_file_that_it_leads_to_is_saved()
    {
        var lab = labs.On("Nft");
        using var folder = new ScratchFolder();
        Shell.Run($"echo '# earlier' > {folder.Path}/target && ln -s target {folder.Path}/link");
        lab.Run($"Save-IptablesRuleset -Force -Path {folder.Path}/link -AddressFamily IPv4 @on").Quietly();
        Assert.Contains("-i lo -j ACCEPT", Shell.Run($"test -L {folder.Path}/link && cat {folder.Path}/target"), StringComparison.Ordinal);
    }
}
