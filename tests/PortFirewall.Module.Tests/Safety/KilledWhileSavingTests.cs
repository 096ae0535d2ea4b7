using System.Diagnostics;
using Xunit.Abstractions;

namespace PortFirewall;

/// <summary>Killed at any moment while it saves: what the next boot loads is whole, the rules from before the last save or those after it.</summary>
public sealed class KilledWhileSavingTests(ITestOutputHelper output) : IDisposable
{
    private static readonly int Kills = Environment.GetEnvironmentVariable("PORTFIREWALL_LONG") == "1" ? 200 : 3;

    private const string Script = """
        sh -c 'iptables -P INPUT DROP; ip6tables -P INPUT DROP; for t in iptables ip6tables; do i=1; (echo "*filter"; while [ $i -le 400 ]; do echo "-A INPUT -p tcp -m tcp --dport $((1000 + i)) -j ACCEPT"; i=$((i + 1)); done; echo COMMIT) | $t-restore --noflush; done'
        Save-IptablesRuleset -Force -WarningAction SilentlyContinue > $null
        sh -c 'echo > /etc/iptables/begun'
        while ($true) {
            sh -c 'for t in iptables ip6tables; do if $t -C INPUT -p tcp --dport 22 -j ACCEPT 2>/dev/null; then $t -D INPUT -p tcp --dport 22 -j ACCEPT; else $t -A INPUT -p tcp --dport 22 -j ACCEPT; fi; done'
            Save-IptablesRuleset -Force -WarningAction SilentlyContinue > $null
        }
        """;

    private readonly DistributionTree _tree = new();
    private readonly ScratchFolder _folder = new();

    [Fact]
    public void Each_file_is_the_earlier_one_or_the_new_one_and_whole()
    {
        var random = new Random(20_240_501);
        var counts = new Dictionary<int, int>();
        for (var kill = 0; kill < Kills; kill++)
        {
            KillAfter(random.Next(0, 400));
            foreach (var file in new[] { "rules.v4", "rules.v6" })
            {
                var lines = File.ReadAllLines(_tree.Find($"/etc/iptables/{file}"));
                Assert.StartsWith("# Completed", lines[^1], StringComparison.Ordinal);
                Assert.Equal(400, lines.Count(l => l.StartsWith("-A INPUT -p tcp -m tcp --dport 1", StringComparison.Ordinal)));
                var others = lines.Count(l => l.Contains("--dport 22 ", StringComparison.Ordinal));
                counts[others] = counts.GetValueOrDefault(others) + 1;
            }
        }
        output.WriteLine($"{Kills} kills: {counts.GetValueOrDefault(0)} files without and {counts.GetValueOrDefault(1)} with the rule that came and went, none broken.");
        Assert.All(counts.Keys, count => Assert.InRange(count, 0, 1));
    }

    public void Dispose()
    {
        _tree.Dispose();
        _folder.Dispose();
    }

    private void KillAfter(int milliseconds)
    {
        var begun = _tree.Find("/etc/iptables/begun");
        if (File.Exists(begun))
            File.Delete(begun);
        using var child = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"exec {ChildEngine.CommandLine($"Import-Module '{BuiltModule.Manifest}'\n{Script}", _folder, DistributionTree.OwnNetwork, _tree.Setup)}"]))!;
        try
        {
            for (var waited = Stopwatch.StartNew(); !File.Exists(begun); Thread.Sleep(5))
                Assert.True(!child.HasExited && waited.Elapsed < TimeSpan.FromMinutes(1), "It did not begin.");
            Thread.Sleep(milliseconds);
        }
        finally
        {
            child.Kill();
            child.WaitForExit();
        }
    }
}
