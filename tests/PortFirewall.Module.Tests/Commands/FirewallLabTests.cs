using System.Management.Automation;

namespace PortFirewall;

/// <summary>Labs come whole and go whole.</summary>
public sealed class FirewallLabTests : IDisposable
{
    private readonly Engine _engine = new();
    private readonly string _name = $"pfmod-lab-{Environment.ProcessId}";

    public void Dispose()
    {
        if (File.Exists($"/run/netns/{_name}-server"))
            _engine.Run($"Remove-FirewallLab {_name}");
        _engine.Dispose();
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void A_lab_is_a_server_that_drops_a_client_and_a_listener(string backend)
    {
        Assert.Equal(
            $"{_name} {_name}-server {_name}-client 2300 {backend} {_name}-server",
            _engine.Run($"($lab = New-FirewallLab {_name} -Port 2300 -Backend {backend}) | ForEach-Object {{ \"$($_.Name) $($_.Server) $($_.Client) $($_.Port) $($_.Backend) $($_.NetworkNamespace)\" }}").Quietly().Text);
        Assert.Equal("Drop\nDrop", _engine.Run("$lab | Get-IptablesChain INPUT | ForEach-Object Policy").Quietly().Text);
        Assert.Equal("2300\n2300", _engine.Run("$lab | Get-PortListener | ForEach-Object Port").Quietly().Text);
        Assert.Empty(_engine.Run("$lab | Remove-FirewallLab").Quietly().Output);
        Assert.False(File.Exists($"/run/netns/{_name}-server"));
        Assert.False(File.Exists($"/run/netns/{_name}-client"));
        Assert.False(Directory.Exists($"/etc/netns/{_name}-server"));
        Assert.False(Directory.Exists($"/etc/netns/{_name}-client"));
    }

    [Fact]
    public void A_name_is_taken_once()
    {
        _engine.Run($"New-FirewallLab {_name}").Quietly();
        _engine.Run($"New-FirewallLab {_name}").FailsWith("LabExists", ErrorCategory.ResourceBusy, _name);
        Assert.True(File.Exists($"/run/netns/{_name}-server"));
    }

    [Fact]
    public void Several_are_removed_by_name_and_what_was_not_made_here_is_never_removed()
    {
        _engine.Run($"New-FirewallLab {_name}").Quietly();
        _engine.Run($"'{_name}-none', '{_name}' | Remove-FirewallLab").FailsWith("LabNotFound", ErrorCategory.ObjectNotFound, _name + "-none");
        Assert.False(File.Exists($"/run/netns/{_name}-server"));

        Shell.Run($"ip netns add {_name}-server");
        try
        {
            _engine.Run($"Remove-FirewallLab {_name}").FailsWith("LabNotFound", ErrorCategory.ObjectNotFound, _name);
            _engine.Run($"New-FirewallLab {_name}").FailsWith("LabExists", ErrorCategory.ResourceBusy, _name);
            Assert.True(File.Exists($"/run/netns/{_name}-server"));
        }
        finally
        {
            Shell.Run($"ip netns delete {_name}-server");
        }
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("-x")]
    [InlineData("a b")]
    [InlineData("123456789012345678901234567890123")]
    public void A_name_that_cannot_be_one_is_an_error(string name)
        => _engine.Run($"New-FirewallLab -Name '{name}'").FailsWith("InvalidLabName", ErrorCategory.InvalidArgument, name);

    [Theory]
    [InlineData("0")]
    [InlineData("80-90")]
    public void A_port_that_cannot_be_listened_on_is_an_error(string port)
        => _engine.Run($"New-FirewallLab {_name} -Port {port}").FailsWith("PortOutOfRange", ErrorCategory.InvalidArgument, port);

    [Fact]
    public void What_is_left_of_a_lab_after_remoting_is_removed_too()
    {
        _engine.Run($"New-FirewallLab {_name} | ForEach-Object {{ [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_)) }} | Remove-FirewallLab").Quietly();
        Assert.False(File.Exists($"/run/netns/{_name}-server"));
    }
}
