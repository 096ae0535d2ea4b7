using System.Globalization;
using Xunit.Abstractions;

namespace PortFirewall;

/// <summary>
/// Sessions in several processes add, move and remove rules of one chain at once, while somebody else runs iptables by hand: every rule asked for is
/// there once, nothing else is gone, and whatever could not be done has a name.
/// </summary>
public sealed class ManySessionsTests(ITestOutputHelper output)
{
    private const int SessionsEach = 4;
    private const int PortsEach = 20;

    private static readonly (int Processes, int Seconds) Effort = Environment.GetEnvironmentVariable("PORTFIREWALL_LONG") == "1" ? (4, 60) : (2, 2);

    private static readonly string[] Rules =
    [
        "-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT", "-i lo -j ACCEPT", "-p tcp -m tcp --dport 22 -j ACCEPT", "-p udp -m udp --dport 53 -j ACCEPT", "-j DROP",
    ];

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public async Task Every_rule_asked_for_is_there_once(string backend)
    {
        using var server = new BareServer(backend, Rules);
        using var folder = new ScratchFolder();
        var go = Path.Combine(folder.Path, "go");
        var byHand = Task.Run(() => Shell.Run(ByHand(server, go)));
        var told = await Task.WhenAll(Enumerable.Range(0, Effort.Processes).Select(process => Task.Run(() => ChildEngine.Run(Sessions(server, process)))));
        File.Delete(go);
        var calls = int.Parse((await byHand).Trim(), CultureInfo.InvariantCulture);

        Assert.All(told, t => Assert.Equal("", t.Errors));
        var lines = told.SelectMany(t => t.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Select(l => l.Split(' ')).ToList();
        var wanted = lines.Where(l => l[0] == "want").Select(l => l[1]).ToList();
        var errors = lines.Where(l => l[0] == "error").Select(l => l[1]).ToList();
        var done = lines.Where(l => l[0] == "done").Sum(l => int.Parse(l[1], CultureInfo.InvariantCulture));
        foreach (var family in server.Input)
        {
            var rules = family.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(r => r["-A INPUT ".Length..]).ToList();
            var ports = rules.Where(r => r.Contains("--dport 4", StringComparison.Ordinal)).Select(r => r.Split(' ')[5]).ToList();
            Assert.Equal(wanted.Order(StringComparer.Ordinal), ports.Order(StringComparer.Ordinal));
            Assert.Equal(Rules, rules.Where(r => Rules.Contains(r, StringComparer.Ordinal)));
            // What was put in by hand last.
            Assert.Single(rules, r => r.Contains("by hand", StringComparison.Ordinal));
            Assert.Equal(Rules.Length + ports.Count + 1, rules.Count);
        }
        // A lost race has a name of ours; and it is rare, as the change is planned again.
        Assert.All(errors, e => Assert.Matches("^(RulesetChanged|LockTimeout|ChangeLockTimeout),PortFirewall", e));
        Assert.True(done > errors.Count, $"{done} changes were made, {errors.Count} were not.");
        Assert.InRange(errors.Count, 0, Math.Max(4, done / 10));
        output.WriteLine($"{backend}: {Effort.Processes * SessionsEach} sessions in {Effort.Processes} processes for {Effort.Seconds} s, {done} changes, {calls} calls of iptables by hand, {wanted.Count} rules asked for and there once; errors: {string.Join(", ", errors.GroupBy(e => e).Select(g => $"{g.Count()} {g.Key}").DefaultIfEmpty("none"))}");
    }

    /// <summary>Somebody puts a rule in at the top and takes the one before it out, in both families.</summary>
    private static string ByHand(BareServer server, string go) => $$"""
        touch {{go}}; n=0; calls=0
        while :; do
            for tool in {{string.Join(' ', server.Tools)}}; do
                ip netns exec {{server.Name}} $tool -w 60 -I INPUT 1 -p udp --dport $((7000 + n)) -m comment --comment 'by hand' -j ACCEPT || exit 1
                [ $n = 0 ] || ip netns exec {{server.Name}} $tool -w 60 -D INPUT -p udp --dport $((6999 + n)) -m comment --comment 'by hand' -j ACCEPT || exit 1
                calls=$((calls + 2))
            done
            n=$((n + 1))
            test -e {{go}} || break
            sleep 0.05
        done
        echo $calls
        """;

    /// <summary>Each session has ports of its own, and keeps account of those that it wants open.</summary>
    private static string Sessions(BareServer server, int process) => $$"""
        0..{{SessionsEach - 1}} | ForEach-Object -ThrottleLimit {{SessionsEach}} -Parallel {
            Import-Module '{{BuiltModule.Manifest}}' -ErrorAction Stop
            # nft's own rules, which change while they are read, may be told as unread.
            $WarningPreference = 'SilentlyContinue'
            $on = @{ NetworkNamespace = '{{server.Name}}'; Backend = '{{server.Backend}}' }
            $first = 4000 + {{process * SessionsEach * PortsEach}} + $_ * {{PortsEach}}
            $random = [Random]::new($first)
            $want = [System.Collections.Generic.HashSet[int]]::new()
            $done = 0
            $clock = [Diagnostics.Stopwatch]::StartNew()
            while ($clock.Elapsed.TotalSeconds -lt {{Effort.Seconds}}) {
                $port = $first + $random.Next({{PortsEach}})
                try {
                    if (-not $want.Contains($port)) { $null = Add-IptablesPortRule $port @on -ErrorAction Stop; $null = $want.Add($port) }
                    elseif ($random.Next(2)) { Remove-IptablesRule -Port $port @on -ErrorAction Stop; $null = $want.Remove($port) }
                    else { $null = Get-IptablesRule INPUT -Port $port @on | Move-IptablesRule -Position (1 + $random.Next(6)) -ErrorAction Stop }
                    $done++
                }
                catch { [Console]::Out.WriteLine("error $($_.FullyQualifiedErrorId)") }
            }
            foreach ($port in $want) { [Console]::Out.WriteLine("want $port") }
            [Console]::Out.WriteLine("done $done")
        }
        """;
}
