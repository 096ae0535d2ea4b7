using System.Management.Automation;

namespace PortFirewall;

/// <summary>"From another host": through the user's own ssh, and what goes wrong there is an error about that place.</summary>
public sealed class ConfirmPortReachableSshTests(SshServer server, SharedEngine shared) : IClassFixture<SshServer>, IClassFixture<SharedEngine>
{
    private const string Say = " | ForEach-Object { \"$($_.Vantage) $($_.RemoteAddress) $($_.Outcome) $($_.Tool) $($_.CrossesNetwork)\" }";

    private readonly Engine _engine = shared.Engine;

    [SshFact]
    public void A_port_is_probed_from_there_over_TCP_and_UDP()
    {
        Assert.Equal("ssh://root@127.0.0.1:2205 127.0.0.1 Open python3 False", Run("127.0.0.1 2205 -From ssh://root@127.0.0.1:2205", "known").Quietly().Text);
        Assert.Equal("ssh://root@127.0.0.1:2200 ::1 Refused python3 False", Run("::1 1 -Payload x -From ssh://root@127.0.0.1:2200", "known").Quietly().Text);
    }

    [SshFact]
    public void An_unknown_host_key_is_an_error_about_that_place_and_the_other_goes_on()
    {
        var result = Run("127.0.0.1 1 -From ssh://root@127.0.0.1:2200, localhost", "empty");
        Assert.Equal("localhost 127.0.0.1 Refused  False", result.Text);
        Assert.Equal("ssh://root@127.0.0.1:2200", result.FailsWith("VantageHostKeyUnknown", ErrorCategory.PermissionDenied).TargetObject);
    }

    [Fact]
    public void A_place_that_is_not_there_is_an_error_about_it_and_the_other_goes_on()
    {
        var result = _engine.Run("Confirm-PortReachable 127.0.0.1 1 -From ssh://127.0.0.1:1, localhost | ForEach-Object { \"$($_.Vantage) $($_.Outcome)\" }");
        Assert.Equal("localhost Refused", result.Text);
        Assert.Equal("ssh://127.0.0.1:1", result.FailsWith("VantageUnreachable", ErrorCategory.ConnectionError).TargetObject);
    }

    [Theory]
    [InlineData("ssh://")]
    [InlineData("ssh://-oProxyCommand=id")]
    [InlineData("ssh://-lroot@host")]
    [InlineData("ssh://root@-host")]
    [InlineData("ssh://host name")]
    [InlineData("ssh://host;id")]
    [InlineData("ssh://$(id)@host")]
    [InlineData("ssh://host:0")]
    [InlineData("ssh://host:65536")]
    [InlineData("ssh://[::1")]
    [InlineData("ssh://[::1]x")]
    [InlineData("ssh://2001:db8::1")]
    [InlineData("ssh://a@b@c")]
    public void What_could_pass_for_an_option_or_is_no_host_is_never_given_to_ssh(string from)
    {
        _engine.Set("value", from);
        _engine.Run("Confirm-PortReachable 127.0.0.1 1 -From $value").FailsWith("InvalidVantage", ErrorCategory.InvalidArgument, from);
    }

    [Theory]
    [InlineData("BatchMode=no", "SshOptionReserved", "BatchMode")]
    [InlineData("batchmode=no", "SshOptionReserved", "batchmode")]
    [InlineData("RemoteCommand=id", "SshOptionReserved", "RemoteCommand")]
    [InlineData("ControlMaster=yes", "SshOptionReserved", "ControlMaster")]
    [InlineData("BatchMode", "InvalidSshOption", "BatchMode")]
    [InlineData("-v=1", "InvalidSshOption", "-v=…")]
    [InlineData("Port=", "InvalidSshOption", "Port=")]
    public void An_option_that_the_probe_rests_on_or_that_is_none_is_refused(string option, string id, string target)
    {
        _engine.Set("value", option);
        var result = _engine.Run("Confirm-PortReachable 127.0.0.1 1 -From ssh://127.0.0.1:1 -SshOption $value");
        Assert.Empty(result.Output);
        result.FailsWith(id, ErrorCategory.InvalidArgument, target);
    }

    private EngineResult Run(string what, string known)
        => _engine.Run($"Confirm-PortReachable {what} -SshOption 'UserKnownHostsFile={server.Folder}/{known}', HostKeyAlias=far, 'IdentityFile={server.Folder}/key', IdentitiesOnly=yes, IdentityAgent=none"
            + Say);
}
