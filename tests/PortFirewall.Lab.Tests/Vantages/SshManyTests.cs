using System.Diagnostics;

namespace PortFirewall;

/// <summary>Many probes over one connection, and none of it left when it is cut.</summary>
public sealed class SshManyTests(SshHost host) : IClassFixture<SshHost>
{
    [SshTheory]
    [InlineData(FarSide.OpenBsd)]
    [InlineData(FarSide.Python)]
    public void Two_hundred_and_fifty_six_ports_are_probed_side_by_side(FarSide side)
    {
        host.One(side, "198.51.100.1", 3000, 1);
        var watch = Stopwatch.StartNew();
        var probes = host.All(side, "198.51.100.1", [new PortRange(3000, 3255)], seconds: 4);
        Assert.Equal(256, probes.Select(p => p.Port).Distinct().Count());
        Assert.All(probes, probe => Assert.Equal(ProbeOutcome.TimedOut, probe.Outcome));
        // One after the other they would take 1,024 s.
        Assert.InRange(watch.Elapsed.TotalSeconds, 4, 60);
    }

    [SshFact]
    public async Task Nothing_is_left_of_a_probe_that_is_interrupted_at_any_moment()
    {
        var times = Environment.GetEnvironmentVariable("PORTFIREWALL_LONG") == "1" ? 50 : 6;
        var seed = int.TryParse(Environment.GetEnvironmentVariable("PORTFIREWALL_SEED"), out var given) ? given : Random.Shared.Next();
        var random = new Random(seed);
        host.One(FarSide.All, "127.0.0.1", 81);
        var before = await SettleAsync(host.Processes());
        var files = Files();
        var namespaces = Directory.GetFiles("/run/netns").Where(IsOfLab).ToList();
        FarSide[] sides = [FarSide.All, FarSide.Busybox, FarSide.OpenBsd, FarSide.Bash, FarSide.Python, FarSide.Traditional];
        for (var time = 0; time < times; time++)
        {
            using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(random.Next(0, 1500)));
            var side = sides[time % sides.Length];
            var plan = host.Plan(side, "198.51.100.1", [new PortRange(3000, 3040)], seconds: 60);
            // Each far side has its turn over TCP and over UDP; busybox sends no datagrams.
            if ((time + (time / sides.Length)) % 2 == 1 && side != FarSide.Busybox)
                plan = plan with { Protocol = "udp", Datagram = DatagramApplications.Require("echo") };
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                await foreach (var _ in PortProber.RunAsync(plan, stop.Token))
                {
                }
            });
        }
        var after = await SettleAsync(before);
        Assert.True(after.Length == before.Length, $"Seed {seed}: {string.Join("\n", after)}");
        Assert.DoesNotContain(Directory.GetDirectories("/proc"), IsOurSsh);
        Assert.Equal(files, Files());
        Assert.Equal(namespaces, Directory.GetFiles("/run/netns").Where(IsOfLab));
    }

    /// <summary>What is on the far side, its home and its folder for temporary files included.</summary>
    private string[] Files() => [.. Directory.GetFileSystemEntries(host.Folder, "*", SearchOption.AllDirectories).Where(f => !f.StartsWith(host.Folder + "/root/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private bool IsOfLab(string path) => Path.GetFileName(path).StartsWith(host.Lab.Lab.Name + "-", StringComparison.Ordinal);

    /// <summary>Waits until the far side is as it was, or for five seconds: what ends, ends a moment after the connection.</summary>
    private async Task<string[]> SettleAsync(string[] wanted)
    {
        var now = host.Processes();
        for (var tries = 0; tries < 50 && (now.Length != wanted.Length || tries < 3); tries++)
        {
            await Task.Delay(100);
            now = host.Processes();
        }
        return now;
    }

    private bool IsOurSsh(string folder)
    {
        try
        {
            var line = File.ReadAllText(Path.Combine(folder, "cmdline"));
            return line.StartsWith("/usr/bin/ssh", StringComparison.Ordinal) && line.Contains(host.Folder, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
