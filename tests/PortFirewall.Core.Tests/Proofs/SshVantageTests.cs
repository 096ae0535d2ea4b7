namespace PortFirewall.Core.Tests.Proofs;

public sealed class SshVantageTests
{
    [Theory]
    [InlineData("ssh://far", null, "far", null)]
    [InlineData("ssh://far/", null, "far", null)]
    [InlineData("SSH://probe@far.example.net:2222", "probe", "far.example.net", 2222)]
    [InlineData("ssh://192.0.2.1:22", null, "192.0.2.1", 22)]
    [InlineData("ssh://root@[2001:db8::1]", "root", "2001:db8::1", null)]
    [InlineData("ssh://root@[fe80::1%eth0]:2222", "root", "fe80::1%eth0", 2222)]
    public void User_host_and_port_are_read(string text, string? user, string host, int? port)
    {
        var vantage = Assert.IsType<SshVantage>(Vantage.Parse(text));
        Assert.Equal((user, host, port), (vantage.User, vantage.Host, vantage.Port));
        Assert.Equal(vantage, Vantage.Parse(vantage.Text));
    }

    [Theory]
    [InlineData("ssh://")]
    [InlineData("ssh://@far")]
    [InlineData("ssh://-oProxyCommand=touch")]
    [InlineData("ssh://-far")]
    [InlineData("ssh://-root@far")]
    [InlineData("ssh://root@-oProxyCommand=x")]
    [InlineData("ssh://a@b@far")]
    [InlineData("ssh://far:0")]
    [InlineData("ssh://far:65536")]
    [InlineData("ssh://far:+22")]
    [InlineData("ssh://far:22x")]
    [InlineData("ssh://far:")]
    [InlineData("ssh://2001:db8::1")]
    [InlineData("ssh://[2001:db8::1")]
    [InlineData("ssh://[far]:22")]
    [InlineData("ssh://[2001:db8::1]22")]
    [InlineData("ssh://[fe80::1%eth0;x]")]
    [InlineData("ssh://far far")]
    [InlineData("ssh://far\n-oProxyCommand=x")]
    [InlineData("ssh://far\0")]
    [InlineData("ssh://far$(x)")]
    [InlineData("ssh://`x`@far")]
    [InlineData("ssh://far;x")]
    [InlineData("ssh://%h")]
    [InlineData("ssh://far/x")]
    [InlineData("ssh://us:er@far")]
    [InlineData("ssh://fär")]
    public void What_could_pass_for_an_option_or_mean_something_to_a_shell_is_no_vantage(string text)
        => Assert.Equal("InvalidVantage", Assert.Throws<FirewallException>(() => Vantage.Parse(text)).ErrorId);

    [Theory]
    [InlineData("ssh://me:hunter2@far", "ssh://me:…@far")]
    [InlineData("ssh://me:hun@ter:2@far:22", "ssh://me:…@far:22")]
    [InlineData("ftp://me:hunter2@far", "ftp://me:…@far")]
    [InlineData("me:hunter2@far", "me:…@far")]
    public void A_password_that_somebody_wrote_into_a_vantage_is_not_told_on(string text, string told)
    {
        var error = Assert.Throws<FirewallException>(() => Vantage.Parse(text));
        Assert.Equal(told, error.Target);
        Assert.StartsWith($"'{told}' ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hun", error.ToString() + error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_longer_than_any_name_is_no_vantage()
    {
        Assert.Throws<FirewallException>(() => Vantage.Parse("ssh://" + new string('a', 254)));
        Assert.Throws<FirewallException>(() => Vantage.Parse($"ssh://{new string('a', 65)}@far"));
    }

    [Theory]
    [InlineData("ConnectTimeout=5", "ConnectTimeout", "5")]
    [InlineData(" IdentityFile = /root/a key ", "IdentityFile", "/root/a key")]
    [InlineData("ProxyCommand=nc -X 5 %h %p", "ProxyCommand", "nc -X 5 %h %p")]
    [InlineData("SetEnv=A=B", "SetEnv", "A=B")]
    public void An_option_has_a_keyword_and_a_value(string text, string key, string value)
        => Assert.Equal(new SshOption(key, value), SshOption.Parse(text));

    [Theory]
    [InlineData("ConnectTimeout")]
    [InlineData("=5")]
    [InlineData("ConnectTimeout=")]
    [InlineData("-oProxyCommand=x")]
    [InlineData("Connect Timeout=5")]
    [InlineData("Port=22\nProxyCommand=x")]
    public void What_is_no_option_is_refused(string text)
        => Assert.Equal("InvalidSshOption", Assert.Throws<FirewallException>(() => SshOption.Parse(text)).ErrorId);

    [Theory]
    [InlineData("BatchMode=no")]
    [InlineData("batchmode=NO")]
    [InlineData("RemoteCommand=x")]
    [InlineData("ControlPersist=yes")]
    [InlineData("StdinNull=yes")]
    public void What_the_probe_rests_on_is_reserved(string text)
        => Assert.Equal("SshOptionReserved", Assert.Throws<FirewallException>(() => SshOption.Parse(text)).ErrorId);
}
