namespace PortFirewall;

/// <summary>A cmdlet stands in the middle of a pipeline: each input is answered before the next is fetched (SC02, SC03).</summary>
public sealed class PipelineTests(Labs labs) : IClassFixture<Labs>
{
    /// <summary>What takes nothing from a pipeline, with the reason.</summary>
    private static readonly string[] TakesNothing =
    [
        // There is nothing that it could be told of: it makes the first object.
        "New-FirewallLab __AllParameterSets",
        // What was read before, and the probes since, are two lists.
        "Confirm-IptablesRuleHit Before",
        // Files are named; Get-ChildItem's come as objects, in the set Text.
        "Import-IptablesRuleset LiteralPath",
        "Import-IptablesRuleset Path",
    ];

    [Fact]
    public void Each_parameter_set_takes_something_from_the_pipeline()
        => Assert.Equal(
            TakesNothing.Order(StringComparer.Ordinal),
            ExportedCmdlets.All.SelectMany(c => c.ParameterSets, (c, set) => (c.Name, Set: set))
                .Where(s => !s.Set.Parameters.Any(p => p.ValueFromPipeline || (p.ValueFromPipelineByPropertyName && p.Name != "AddressFamily")))
                .Select(s => $"{s.Name} {s.Set.Name}").Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("22, 23", "Test-PortPath @ipv4")]
    [InlineData("22, 23", "Test-IptablesRule @ipv4")]
    [InlineData("22, 23", "Find-IptablesInsertPosition @ipv4")]
    [InlineData("22, 23", "Trace-IptablesPacket @ipv4")]
    [InlineData("$lab, $lab", "Get-PortListener")]
    [InlineData("$chain, $chain", "Get-IptablesRule")]
    [InlineData("$chain, $chain", "Get-IptablesChain")]
    [InlineData("$lab, $lab", "Get-FirewallEnvironment")]
    [InlineData("$probe, $probe", "Confirm-PortReachable -TimeoutSeconds 1")]
    public void An_input_is_answered_before_the_next_is_fetched(string inputs, string command)
    {
        var lab = labs.On("Nft");
        lab.Run("""
            $ipv4 = $on + @{ AddressFamily = 'IPv4' }
            $chain = Get-IptablesChain INPUT @ipv4
            $probe = [pscustomobject]@{ ComputerName = $lab.ServerAddress; Port = 2222; From = "netns:$($lab.Client)" }
            $log = [System.Collections.Generic.List[string]]::new()
            """).Quietly();
        lab.Run($"& {{ foreach ($one in {inputs}) {{ $log.Add('in'); $one }} }} | {command} | ForEach-Object {{ $log.Add('out') }}").Quietly();
        Assert.Matches("^in(,out)+,in(,out)+$", lab.Run("$log -join ','").Text);
    }

    [Fact]
    public void One_bad_item_does_not_stop_the_rest_and_what_makes_going_on_pointless_does()
    {
        var lab = labs.On("Nft");
        var some = lab.Run("'22', 'nope', '23' | Test-PortPath @on -AddressFamily IPv4 | ForEach-Object Port");
        Assert.Equal(("22\n23", "ServiceNotFound"), (some.Text, some.ErrorIds));
        var none = lab.Run("$met = 0; & { foreach ($port in 22, 23) { $met++; $port } } | Add-IptablesPortRule @on -RollbackAfter -5; $met");
        Assert.Equal("InvalidRollbackTime", none.ErrorIds);
        Assert.Empty(lab.Run("Get-IptablesRule @on -Port 22").Output);
    }
}
