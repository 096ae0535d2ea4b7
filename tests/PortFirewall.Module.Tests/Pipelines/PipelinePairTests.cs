namespace PortFirewall;

/// <summary>Cmdlets that are joined: what one emits is what the next one takes.</summary>
public sealed class PipelinePairTests(Labs labs) : IClassFixture<Labs>, IDisposable
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("PORTFIREWALL_LONG") == "1";

    private readonly ScratchFolder _folder = new();
    private TestLab? _lab;
    private string _rules = "";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_sensible_pair_joins() => Assert.All(IsLong ? PipelinePairs.Joined : OnceEach(PipelinePairs.Joined), pair =>
    {
        var lab = Prepare();
        Assert.Equal(pair.Expected.Replace("$server", lab.Server, StringComparison.Ordinal), lab.Run(pair.Script).Quietly().Text.Replace("\n", ", ", StringComparison.Ordinal));
    });

    [Fact]
    public void What_is_left_of_an_object_after_remoting_goes_where_the_object_goes() => Assert.All(Sent(), pair =>
    {
        var lab = Prepare();
        const string Send = "ForEach-Object { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_, 1)) }";
        Assert.Equal(pair.Expected, lab.Run((pair with { From = $"{pair.From} | {Send}" }).Script).Quietly().Text.Replace("\n", ", ", StringComparison.Ordinal));
    });

    /// <summary>One pair for each two kinds of objects; labs, files and plain values stay here.</summary>
    private static IEnumerable<PipelinePair> Sent()
    {
        var pairs = PipelinePairs.Joined.Where(p => p.From.Contains('-') && !p.From.StartsWith("Export-", StringComparison.Ordinal)).ToList();
        return IsLong ? pairs.DistinctBy(p => (PipelinePair.LastCmdlet(p.From), PipelinePair.FirstCmdlet(p.Into))) : OnceEach(pairs);
    }

    /// <summary>Everyday: each cmdlet that emits, and each that takes, once. All pairs are joined in the long run.</summary>
    private static IEnumerable<PipelinePair> OnceEach(IReadOnlyCollection<PipelinePair> pairs)
        => pairs.DistinctBy(p => PipelinePair.LastCmdlet(p.From)).Union(pairs.DistinctBy(p => PipelinePair.FirstCmdlet(p.Into)));

    [Theory]
    [InlineData("Get-IptablesChain INPUT @on -AddressFamily IPv4", "$($_.Policy -eq 'Drop') $($_.Rules[0].Specification)", "True -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT")]
    [InlineData("Test-PortPath 443 @on -AddressFamily IPv4", "$($_.Verdict -eq 'Drop') $($_.Segments[0].DecidedBy) $($_.Segments[0].Rule.Number) $(($_ | Show-PortPath).Path.Segments[0].Rule.Specification -eq $_.Rule.Specification)", "True INPUT:4 4 True")]
    [InlineData("Find-IptablesRuleIssue INPUT @on -AddressFamily IPv4", "$($_.Severity -eq 'Error') $($_.Rule.Specification) $($_.Related[0].Number)", "True -p tcp -m tcp --dport 5001 -j ACCEPT 4")]
    [InlineData("Get-FirewallEnvironment @in", "$($_.Elevation -eq 'Root') $($_.Tools[0].Name)", "True iptables")]
    [InlineData("Confirm-PortReachable $lab.ServerAddress 2222 -From $client", "$($_.Outcome -eq 'Open') $($_.RemoteAddress)", "True 198.51.100.1")]
    public void Names_stay_names_and_parts_keep_their_properties_after_remoting(string script, string text, string expected)
    {
        var lab = Prepare();
        Assert.Equal(expected, lab.Run($"{script} | ForEach-Object {{ [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_, 1)) }} | ForEach-Object {{ \"{text}\" }}").Quietly().Text);
    }

    [Fact]
    public void A_pair_that_makes_no_sense_is_refused_and_changes_nothing() => Assert.All(PipelinePairs.Refused, pair =>
    {
        var lab = Prepare();
        var result = lab.Run(pair.Script);
        Assert.Equal((pair.Expected, ""), (result.ErrorIds.Replace(" ", ", ", StringComparison.Ordinal), result.Text));
        Assert.Equal(_rules, Rules(lab));
    });

    [Fact]
    public void Every_cmdlet_that_takes_input_and_every_one_that_emits_objects_is_in_the_table()
    {
        using var engine = new Engine();
        const string Filter = "Get-Command -Module PortFirewall | Where-Object { $_.Parameters.Values.Attributes.Where({ $_ -is [Parameter] -and ($_.ValueFromPipeline -or $_.ValueFromPipelineByPropertyName) }) }";
        var pairs = PipelinePairs.Joined;
        Assert.Equal(
            // A lab is removed where the tests end.
            engine.Run(Filter + " | ForEach-Object Name").Quietly().Text.Split('\n').Except(["Remove-FirewallLab"]).Order(),
            pairs.Select(p => PipelinePair.FirstCmdlet(p.Into)).Append("Get-IptablesRollback").Distinct().Order());
        // What these emit is for people, for files, or the end of the work.
        string[] ends = ["Compare-IptablesRuleset", "Confirm-IptablesChange", "Export-PortPath", "Restore-IptablesRuleset", "Save-IptablesRuleset", "Show-PortPath", "Trace-PortPath", "Undo-IptablesChange"];
        Assert.Equal(
            engine.Run("(Get-Command -Module PortFirewall).Where{ $_.OutputType.Count -gt 0 }.Name").Quietly().Text.Split('\n').Except(ends).Order(),
            pairs.Select(p => PipelinePair.LastCmdlet(p.From)).Where(name => name.Contains('-')).Append("New-FirewallLab").Distinct().Order());
    }

    /// <summary>The lab with its rules; most pairs change nothing, and leave them for the next one.</summary>
    private TestLab Prepare()
    {
        if (_lab is null || Rules(_lab) != _rules)
        {
            _lab = labs.On("Nft").By("-A INPUT -p tcp -m tcp --dport 2222 -j ACCEPT").By("-A INPUT -j DROP").By("-A INPUT -p tcp -m tcp --dport 5001 -j ACCEPT");
            _rules = Rules(_lab);
        }
        _lab.Run($$"""
            $in = @{ NetworkNamespace = '{{_lab.Server}}' }; $client = 'netns:{{_lab.Client}}'; $folder = '{{_folder.Path}}'; $WarningPreference = 'SilentlyContinue'
            $listener = @(Get-PortListener -Port 2222 @in)[0]
            $behind = Get-IptablesRule INPUT -Port 5001 @on
            """).Quietly();
        foreach (var (name, filter) in new[] { ("known", ""), ("other", " | grep -v 5001") })
            Shell.Run($"{_lab.In} iptables-nft-save{filter} >{_folder.Path}/{name}");
        return _lab;
    }

    private static string Rules(TestLab lab) => string.Concat(TestLab.Families.Select(f => string.Join('\n', lab.Input(f))));
}
