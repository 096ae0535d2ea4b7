using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace PortFirewall;

/// <summary>A vantage that can't be used is an error about the vantage, with a name, and never a verdict about the port.</summary>
public sealed class SshFailureTests(SshHost host) : IClassFixture<SshHost>
{
    [SshTheory]
    [InlineData(FarSide.All, "empty", "key", "VantageHostKeyUnknown")]
    [InlineData(FarSide.All, "changed", "key", "VantageHostKeyChanged")]
    [InlineData(FarSide.All, "known", "stranger", "VantageNeedsPassword")]
    [InlineData(FarSide.None, "known", "key", "VantageNotUsable")]
    [InlineData(FarSide.NoShell, "known", "key", "VantageNotUsable")]
    [InlineData(FarSide.Garbling, "known", "key", "VantageLost")]
    public void Each_way_to_fail_has_its_name(FarSide side, string known, string key, string error)
    {
        var before = File.ReadAllText(Path.Combine(host.Folder, known));
        var (probes, failures) = Run(host.Plan(side, "198.51.100.1", [new PortRange(80, 81)], 0.5) with { SshOptions = host.Options(side, known, key) });
        Assert.Empty(probes);
        Assert.Equal(error, Assert.Single(failures).ErrorId);
        Assert.Equal(before, File.ReadAllText(Path.Combine(host.Folder, known)));
    }

    [Theory]
    [InlineData("10", "", "VantageNotUsable", "was reached and can't probe: the login or the shell there hangs")]
    [InlineData("10", "motd without end", "VantageNotUsable", "was reached and can't probe: its shell printed something and never began")]
    [InlineData("10", "t0 hello", "VantageLost", "ended before all was probed")]
    [InlineData("none", "", "VantageUnreachable", "can't be reached")]
    public void A_shell_that_hangs_is_not_called_a_host_that_can_not_be_reached(string connect, string line, string id, string says)
    {
        var vantage = (SshVantage)Vantage.Parse("ssh://far");
        var plan = Probing.Plan(null, "127.0.0.1", [new PortRange(81, 81)], 1) with { SshOptions = [new SshOption("ConnectTimeout", connect)] };
        var reader = new FarReader(plan, vantage, "t0");
        if (line.Length > 0)
            Assert.Empty(reader.Take(line));
        var error = SshFailure.OfTimeout(vantage, plan, TimeSpan.FromSeconds(52), reader);
        Assert.Equal(id, error.ErrorId);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Contains("52 s", error.Message, StringComparison.Ordinal);
    }

    [SshFact]
    public void Other_vantages_of_the_same_call_go_on()
    {
        var plan = host.Plan(FarSide.All, "127.0.0.1", [new PortRange(81, 81)]) with
        {
            Vantages = [Vantage.Parse("ssh://root@far"), Vantage.Parse($"netns:{host.Lab.Server}")],
            SshOptions = host.Options(FarSide.All, "empty"),
        };
        var (probes, failures) = Run(plan);
        Assert.Equal($"netns:{host.Lab.Server}", Assert.Single(probes).Vantage);
        Assert.Equal("ssh://root@far", Assert.Single(failures).Target);
    }

    [SshFact]
    public void Two_vantages_probe_side_by_side()
    {
        var watch = Stopwatch.StartNew();
        var plan = host.Plan(FarSide.OpenBsd, "198.51.100.1", [new PortRange(3000, 3000)], seconds: 8) with
        {
            Vantages = [Vantage.Parse("ssh://root@far"), Vantage.Parse("ssh://root@other")],
        };
        var (probes, failures) = Run(plan);
        Assert.Empty(failures);
        Assert.Equal(["ssh://root@far", "ssh://root@other"], probes.Select(p => p.Vantage).Order(StringComparer.Ordinal));
        Assert.InRange(watch.Elapsed.TotalSeconds, 8, 16);
    }

    [SshFact]
    public void What_a_login_prints_is_no_result()
    {
        var (probes, failures) = Run(host.Plan(FarSide.Talkative, "127.0.0.1", [new PortRange(81, 81)]));
        Assert.Empty(failures);
        Assert.Equal(ProbeOutcome.Refused, Assert.Single(probes).Outcome);
    }

    [Fact]
    public void A_refused_connection_is_an_error_about_the_vantage()
    {
        var port = ClosedPort();
        AssertUnreachable($"ssh://nobody@127.0.0.1:{port}");
    }

    [Fact]
    public void A_host_that_is_down_is_an_error_about_the_vantage_within_the_time_that_ssh_has_to_connect()
    {
        // A listener whose queue is full drops what comes, as a host that is down does.
        using var busy = new Socket(System.Net.Sockets.AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        busy.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        busy.Listen(0);
        using var first = new TcpClient();
        first.Connect((IPEndPoint)busy.LocalEndPoint!);
        var watch = Stopwatch.StartNew();
        AssertUnreachable($"ssh://nobody@127.0.0.1:{((IPEndPoint)busy.LocalEndPoint!).Port}");
        // Where nobody says anything, it has 10 s.
        Assert.InRange(watch.Elapsed.TotalSeconds, 1.9, 9.5);
    }

    [Fact]
    public void A_host_that_is_not_there_is_an_error_about_the_vantage_within_its_time()
    {
        var watch = Stopwatch.StartNew();
        AssertUnreachable("ssh://no-such-host.invalid");
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 60);
    }

    private static void AssertUnreachable(string vantage)
    {
        var plan = Probing.Plan(null, "127.0.0.1", [new PortRange(81, 81)], 1) with { Vantages = [Vantage.Parse(vantage)], SshOptions = [new SshOption("ConnectTimeout", "2")] };
        var (probes, failures) = Run(plan);
        Assert.Empty(probes);
        var error = Assert.Single(failures);
        Assert.Equal("VantageUnreachable", error.ErrorId);
        Assert.Equal(vantage, error.Target);
    }

    private static (List<PortProbe> Probes, List<FirewallException> Failures) Run(ProbePlan plan)
    {
        List<FirewallException> failures = [];
        return (PortProber.RunAsync(plan, failures.Add, CancellationToken.None).ToBlockingEnumerable().ToList(), failures);
    }

    private static int ClosedPort()
    {
        using var socket = new Socket(System.Net.Sockets.AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
