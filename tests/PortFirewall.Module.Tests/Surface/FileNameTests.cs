namespace PortFirewall;

/// <summary>Files are named as PowerShell names them: by drives, relative to where the session is, with wildcards where they are selected (SC01).</summary>
public sealed class FileNameTests(Labs labs) : IClassFixture<Labs>
{
    private const string Text = "*filter`n:INPUT DROP [0:0]`n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT`nCOMMIT`n";

    public static TheoryData<string> Written => new()
    {
        "Export-IptablesRuleset {0}kept.v4 @ipv4",
        "Checkpoint-IptablesRuleset {0}kept @ipv4",
        "Save-IptablesRuleset {0}kept.v4 -Force @ipv4",
        "Test-PortPath 22 @ipv4 | Export-PortPath {0}kept.svg",
    };

    public static TheoryData<string> Read => new()
    {
        "Import-IptablesRuleset {0}rules.v4",
        "Import-IptablesRuleset {0}r*.v4",
        "Import-IptablesRuleset -LiteralPath {0}rules.v4",
        "Compare-IptablesRuleset {0}rules.v4 {0}other.v4",
        "Test-PortPath 22 -Ruleset {0}rules.v4",
        "Restore-IptablesRuleset -Path {0}rules.v4 @ipv4 -Confirm:$false",
    };

    [Theory]
    [MemberData(nameof(Written))]
    public void A_file_is_written_where_a_drive_says(string command)
    {
        using var folder = new ScratchFolder();
        Assert.NotEmpty(Run(folder, command, "rules:/").Output);
        Assert.NotEmpty(Directory.GetFileSystemEntries(folder.Path, "kept*"));
    }

    [Theory]
    [MemberData(nameof(Read))]
    public void A_file_is_read_where_a_drive_says(string command)
    {
        using var folder = new ScratchFolder();
        Assert.NotEmpty(Run(folder, command, "rules:/").Output);
    }

    [Theory]
    [InlineData("")]
    [InlineData("./")]
    [InlineData("../$([System.IO.Path]::GetFileName($folder))/")]
    public void A_file_is_where_the_session_is(string place)
    {
        using var folder = new ScratchFolder();
        Assert.Single(Run(folder, "Import-IptablesRuleset \"{0}rules.v4\"", place).Output);
        Assert.Single(Run(folder, "Test-PortPath 22 @ipv4 | Export-PortPath \"{0}kept.svg\"", place).Output);
        Assert.True(File.Exists(Path.Combine(folder.Path, "kept.svg")));
    }

    [Theory]
    [InlineData("Export-IptablesRuleset variable:kept.v4 @ipv4")]
    [InlineData("Checkpoint-IptablesRuleset function:kept @ipv4")]
    [InlineData("Save-IptablesRuleset alias:kept.v4 -Force @ipv4")]
    [InlineData("Test-PortPath 22 @ipv4 | Export-PortPath env:kept.svg")]
    [InlineData("Import-IptablesRuleset env:PATH")]
    [InlineData("Import-IptablesRuleset env:P*")]
    [InlineData("Import-IptablesRuleset -LiteralPath env:PATH")]
    [InlineData("Compare-IptablesRuleset ./rules.v4 env:rules.v4")]
    [InlineData("Restore-IptablesRuleset -Path env:rules.v4 @ipv4 -Confirm:$false")]
    public void A_drive_without_files_is_refused_and_nothing_is_written(string command)
    {
        using var folder = new ScratchFolder();
        var result = Prepared(folder).Run(command);
        Assert.Equal("PathNotOfFiles", result.ErrorIds);
        Assert.Empty(result.Output);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path, "kept*"));
        Assert.Empty(Directory.GetFileSystemEntries(Environment.CurrentDirectory, "kept*"));
    }

    [Fact]
    public void To_the_letter_is_to_the_letter()
    {
        using var folder = new ScratchFolder();
        var lab = Prepared(folder);
        File.Move(Path.Combine(folder.Path, "rules.v4"), Path.Combine(folder.Path, "r[1].v4"));
        Assert.Single(lab.Run("Import-IptablesRuleset -LiteralPath './r[1].v4'").Quietly().Output);
        Assert.Equal(Path.Combine(folder.Path, "r[1].v4"), lab.Run("(Import-IptablesRuleset -LiteralPath './r[1].v4').Path").Quietly().Text);
        Assert.Empty(lab.Run("Import-IptablesRuleset './r[1].v4'").Output);
    }

    [Fact]
    public void Wildcards_are_told_to_the_help()
        => Assert.Equal(
            "Find-IptablesRuleIssue Chain, Get-IptablesChain Name, Get-IptablesRule Chain, Get-IptablesRule Comment, Get-IptablesRule Target, Import-IptablesRuleset Path",
            string.Join(", ", ExportedCmdlets.EveryParameter().Where(p => p.Parameter.Attributes.Any(a => a is System.Management.Automation.SupportsWildcardsAttribute))
                .Select(p => $"{p.Cmdlet.Name} {p.Parameter.Name}").Order(StringComparer.Ordinal)));

    private EngineResult Run(ScratchFolder folder, string command, string place)
        => Prepared(folder).Run(command.Replace("{0}", place, StringComparison.Ordinal)).Quietly();

    private TestLab Prepared(ScratchFolder folder)
    {
        var lab = labs.On("Nft");
        lab.Engine.Set("folder", folder.Path);
        lab.Run($$"""
            $ipv4 = $on + @{ AddressFamily = 'IPv4' }
            [System.IO.File]::WriteAllText("$folder/rules.v4", "{{Text}}")
            [System.IO.File]::WriteAllText("$folder/other.v4", "{{Text.Replace("22", "23", StringComparison.Ordinal)}}")
            $state = $ExecutionContext.SessionState
            $null = $state.Path.SetLocation($folder)
            if ($state.Drive.GetAll().Name -contains 'rules') { $state.Drive.Remove('rules', $true, 'global') }
            $null = $state.Drive.New([System.Management.Automation.PSDriveInfo]::new('rules', $state.Provider.GetOne('FileSystem'), $folder, '', $null), 'global')
            """).Quietly();
        return lab;
    }
}
