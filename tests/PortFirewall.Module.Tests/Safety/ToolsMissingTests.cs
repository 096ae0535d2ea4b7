namespace PortFirewall;

/// <summary>Where a native tool is missing, the error says which package to install. The tools are hidden from one process only.</summary>
public sealed class ToolsMissingTests
{
    [Fact]
    public void Without_iptables_nothing_is_tried_and_the_package_is_named()
        => Assert.Equal(
            """
            !! ToolNotFound NotInstalled iptables
            !! ToolNotFound NotInstalled iptables
            !! ToolNotFound NotInstalled iptables
            !! ToolNotFound NotInstalled iptables-legacy-save
            ! PortOutOfRange InvalidArgument 0
            Install the package 'iptables' (on Debian and Ubuntu: apt-get install iptables).
            """,
            ChildEngine.Tell(
                """
                Tell { Get-IptablesChain -AddressFamily IPv4 }
                Tell { 22, 23 | Add-IptablesPortRule -AddressFamily IPv4 }
                Tell { Test-PortPath 22 -AddressFamily IPv4 }
                Tell { Get-IptablesRule -Backend Legacy -AddressFamily IPv4 }
                Tell { Add-IptablesPortRule 0 }
                try { Get-IptablesChain -AddressFamily IPv4 } catch { $_.ErrorDetails.RecommendedAction }
                """,
                setup: "mount -t tmpfs none /usr/sbin"));

    [Fact]
    public void A_tool_that_is_there_and_does_not_start_is_named()
        => Assert.Equal(
            "!! ToolNotStarted NotInstalled /usr/sbin/iptables",
            ChildEngine.Tell(
                "Tell { Get-IptablesChain -AddressFamily IPv4 -Backend Nft }",
                setup: "mount --bind /etc/hostname /usr/sbin/xtables-nft-multi"));

    [Fact]
    public void What_does_not_need_it_works_without()
        => Assert.Equal(
            "0 Refused",
            ChildEngine.Tell(
                """
                Tell { "$((Get-FirewallEnvironment).Tools.Where({ $_.Name -match 'tables' }).Count) $((Confirm-PortReachable 127.0.0.1 1).Outcome)" }
                """,
                setup: "mount -t tmpfs none /usr/sbin"));
}
