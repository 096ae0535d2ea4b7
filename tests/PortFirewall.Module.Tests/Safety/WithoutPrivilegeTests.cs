namespace PortFirewall;

/// <summary>A user who may not administer the network is told so before anything is tried, and can do the rest.</summary>
public sealed class WithoutPrivilegeTests(Labs labs) : IClassFixture<Labs>
{
    [Fact]
    public void What_needs_privilege_says_so_and_ends_there()
    {
        var lab = labs.On("Nft");
        var before = lab.Everything;
        Assert.Equal(
            """
            !! PrivilegeRequired PermissionDenied read firewall rules
            !! PrivilegeRequired PermissionDenied read firewall rules
            !! PrivilegeRequired PermissionDenied read firewall rules
            !! PrivilegeRequired PermissionDenied look into a network namespace
            !! PrivilegeRequired PermissionDenied read firewall rules
            !! PrivilegeRequired PermissionDenied x
            !! PrivilegeRequired PermissionDenied Rehearse
            """,
            ChildEngine.Tell(
                $$"""
                Tell { Get-IptablesChain }
                Tell { Get-IptablesRule -NetworkNamespace {{lab.Server}} }
                Tell { Test-PortPath 22 }
                Tell { 22, 23 | Add-IptablesPortRule -NetworkNamespace {{lab.Server}} }
                Tell { Remove-IptablesRule -Port 22 }
                Tell { New-FirewallLab x }
                Tell { Test-PortPath 22 -Rehearse }
                """,
                ChildEngine.AsNobody));
        Assert.Equal(before, lab.Everything);
    }

    [Fact]
    public void Bad_input_comes_first()
        => Assert.Equal(
            "! PortOutOfRange InvalidArgument 0\n! InvalidInterfaceName InvalidArgument -x\n! InvalidComment InvalidArgument '",
            ChildEngine.Tell(
                $$"""
                Tell { Add-IptablesPortRule 0 }
                Tell { Add-IptablesPortRule 22 -InInterface '-x' }
                Tell { Remove-IptablesRule -Port 22 -Comment "'" }
                """,
                ChildEngine.AsNobody));

    [Fact]
    public void What_needs_none_works()
        => Assert.Equal(
            "None\nRefused\n! PortNotListening ObjectNotFound 1",
            ChildEngine.Tell(
                """
                Tell { (Get-FirewallEnvironment).Elevation }
                Tell { (Confirm-PortReachable 127.0.0.1 1 -TimeoutSeconds 1).Outcome }
                Tell { Get-PortListener 1 tcp }
                """,
                ChildEngine.AsNobody));

    [Fact]
    public void Root_without_the_right_to_administer_the_network_is_no_privilege_either()
        => Assert.Equal(
            "None\n!! PrivilegeRequired PermissionDenied read firewall rules",
            ChildEngine.Tell(
                """
                Tell { (Get-FirewallEnvironment).Elevation }
                Tell { Get-IptablesChain }
                """,
                "setpriv --bounding-set=-net_admin --inh-caps=-net_admin"));
}
