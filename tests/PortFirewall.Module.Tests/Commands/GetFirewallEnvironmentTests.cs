using System.Management.Automation;

namespace PortFirewall;

/// <summary>What there is to work with.</summary>
public sealed class GetFirewallEnvironmentTests(Labs labs) : IClassFixture<Labs>
{
    [Fact]
    public void It_tells_backends_versions_and_privilege()
    {
        var text = labs.On("Nft").Run("Get-FirewallEnvironment | ForEach-Object { \"$($_.Backend) $($_.Elevation) $($_.Tools.Where({ $_.Name -eq 'iptables' }).Version)\" }").Quietly().Text;
        var version = Shell.Run("iptables --version").Trim();
        Assert.Equal($"{(version.Contains("nf_tables", StringComparison.Ordinal) ? "Nft" : "Legacy")} Root {version.Split(' ')[1].TrimStart('v')}", text);
    }

    [Fact]
    public void Each_iptables_has_its_own_backend()
        => Assert.Equal(
            "iptables-nft Nft\nip6tables-nft Nft\niptables-legacy Legacy\nip6tables-legacy Legacy",
            labs.On("Nft").Run("(Get-FirewallEnvironment).Tools.Where({ $_.Name -match 'tables-' }).ForEach({ \"$($_.Name) $($_.Backend)\" })").Quietly().Text);

    [Fact]
    public void It_tells_whether_the_namespace_speaks_IPv6()
    {
        var lab = labs.On("Nft");
        const string Asked = "$lab | Get-FirewallEnvironment | ForEach-Object { \"$($_.NetworkNamespace) $($_.IPv6Enabled)\" }";
        Assert.Equal($"{lab.Server} True", lab.Run(Asked).Quietly().Text);
        Shell.Run($"ip netns exec {lab.Client} sysctl -qw net.ipv6.conf.all.disable_ipv6=1");
        Assert.Equal("False", lab.Run($"(Get-FirewallEnvironment -NetworkNamespace {lab.Client}).IPv6Enabled").Quietly().Text);
    }

    [Fact]
    public void It_tells_what_keeps_rules_over_a_restart()
        => Assert.Equal(
            File.Exists("/usr/sbin/netfilter-persistent") ? "netfilter-persistent" : "",
            labs.On("Nft").Run("\"$((Get-FirewallEnvironment).PersistenceProvider)\"").Quietly().Text);

    [Fact]
    public void A_namespace_that_is_not_there_is_an_error()
        => labs.On("Nft").Run("Get-FirewallEnvironment -NetworkNamespace pf-no-such")
            .FailsWith("NetworkNamespaceNotFound", ErrorCategory.ObjectNotFound, "pf-no-such");
}
