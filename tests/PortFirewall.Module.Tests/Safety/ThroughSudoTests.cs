namespace PortFirewall;

/// <summary>A user whom <c>sudo</c> lets run the tools without a password can do the whole guide.</summary>
public sealed class ThroughSudoTests(Labs labs) : IClassFixture<Labs>
{
    private const string AsNobody = "setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all,+dac_read_search --ambient-caps=-all,+dac_read_search";

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void The_guide_works_through_sudo(string backend)
    {
        var lab = labs.On(backend);
        using var folder = new ScratchFolder();
        var sudoers = Path.Combine(folder.Path, "sudoers");
        File.WriteAllText(sudoers, "nobody ALL=(root) NOPASSWD: ALL\n");
        // Seen by this one process only: the machine's own sudoers is not touched.
        var output = ChildEngine.Tell(
            $$"""
            $on = @{ NetworkNamespace = '{{lab.Server}}'; Backend = '{{backend}}' }
            Tell { (Get-FirewallEnvironment).Elevation }
            Tell { Get-PortListener 2222 -NetworkNamespace {{lab.Server}} | ForEach-Object { "$($_.AddressFamily) $($_.Port)" } }
            Tell { Get-IptablesChain INPUT @on | ForEach-Object { "$($_.Policy) $($_.Rules.Count)" } }
            Tell { Test-IptablesRule -Port 2222 @on -Quiet }
            Tell { $script:rules = Add-IptablesPortRule 2222 @on; $rules.Number }
            Tell { Test-PortPath 2222 @on -Quiet }
            Tell { (Confirm-IptablesRuleHit $rules { }).Confirmed }
            Tell { $rules | Move-IptablesRule -Position 1 | ForEach-Object Number }
            Tell { $rules | Remove-IptablesRule }
            Tell { Test-IptablesRule -Port 2222 @on -Quiet }
            """,
            AsNobody,
            $"chown 0:0 {sudoers} && chmod 440 {sudoers} && mount --bind {sudoers} /etc/sudoers");
        Assert.Equal(
            "Sudo\nIPv4 2222\nIPv6 2222\nDrop 2\nDrop 3\nFalse\n3\n4\nTrue\nFalse\nFalse\n1\n1\nFalse", output);
    }
}
