namespace PortFirewall;

/// <summary>
/// What has a view of its own is drawn also behind a table on the same line or in the same script, where the engine knows no views of other types.
/// </summary>
public sealed class AfterTableTests(Labs labs) : IClassFixture<Labs>
{
    private const string Table = "[pscustomobject] @{ PSTypeName = 'PortFirewall.FirewallTool'; Name = 'iptables-nft'; Path = '/usr/sbin/iptables-nft' }";
    private const string Chain = "$chain = '*filter', ':INPUT DROP [0:0]', '-A INPUT -i lo -j ACCEPT', 'COMMIT' | Import-IptablesRuleset -AddressFamily IPv4 | ForEach-Object { $_.Tables[0].Chains[0] }";

    [Theory]
    [InlineData("$chain")]
    [InlineData("[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($chain, 1))")]
    public void A_chain_is_a_listing(string chain)
    {
        using var engine = new Engine(80);
        engine.Run(Chain).Quietly();
        Assert.Contains(
            """
            Listing : Chain INPUT (policy DROP 0 packets, 0 bytes)  IPv4 filter
                      #  Packets  Bytes  Target  Protocol  In  Details
                      1        0      0  ACCEPT  all       lo
            """,
            engine.Show($"{Table}; {chain}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$picture", "└─ filter INPUT  0 rules, policy DROP\n   └─ INPUT:policy  DROP")]
    [InlineData("[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($picture, 1))", "└─ filter INPUT\n   └─ INPUT:policy")]
    public void A_picture_is_a_tree_and_stands_apart(string picture, string way)
    {
        using var engine = new Engine(80);
        engine.Run("$picture = '*filter', ':INPUT DROP [0:0]', 'COMMIT' | Import-IptablesRuleset -AddressFamily IPv4 | ForEach-Object { Show-PortPath 443 -Ruleset $_ }").Quietly();
        var tree = $"\nIPv4 tcp 443: Drop\n{way}\n         ■ Drop  all packets\n";
        Assert.Contains(tree + tree, engine.Show($"{Table}; {picture}; {picture}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$opening")]
    [InlineData("[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($opening, 1))")]
    public void An_opening_is_its_steps(string opening)
    {
        var lab = labs.On("Nft");
        lab.Reset();
        lab.Run("$opening = Open-IptablesPort 2222 @on -AddressFamily IPv4 -ProbeFrom \"netns:$($lab.Client)\" -Save:$false").Quietly();
        var shown = lab.Engine.Show($"{Table}; {opening}");
        Assert.Matches(@"(?m)^Steps : Open tcp 2222", shown);
        Assert.Matches(@"(?m)^ {10}Succeeded +\S", shown);
    }

    [Fact]
    public void What_is_left_of_an_opening_after_a_job_looks_the_same()
    {
        var lab = labs.On("Nft");
        lab.Reset();
        lab.Run("$opening = Open-IptablesPort 2222 @on -ProbeFrom \"netns:$($lab.Client)\" -Save:$false").Quietly();
        Assert.Matches(@"(?m)^  Proof +INPUT:\d", lab.Engine.Show("$opening"));
        Assert.Equal(lab.Engine.Show("$opening"), lab.Engine.Show("[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($opening, 1))"));
    }

    /// <summary>An out-of-band view would be shown instead of what is asked for.</summary>
    [Fact]
    public void A_table_or_a_list_that_is_asked_for_is_shown()
    {
        using var engine = new Engine(80);
        engine.Run($"{Chain}; Import-Module '{typeof(FormatListCommand).Assembly.Location}'").Quietly();
        Assert.Matches(@"(?m)^Name +: INPUT$", engine.Show("$chain | Format-List Name, Policy"));
        Assert.Matches(@"(?m)^INPUT +Drop$", engine.Show("$chain | Format-Table Name, Policy"));
        Assert.DoesNotContain("Listing", engine.Show("$chain | Format-List *") + string.Concat(engine.Run("$chain | Get-Member").Output), StringComparison.Ordinal);
    }
}
