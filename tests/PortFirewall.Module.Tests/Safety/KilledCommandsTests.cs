using Xunit.Abstractions;

namespace PortFirewall;

/// <summary>
/// Wherever a process is killed that changes rules, with everything in its process group: once what it had handed over has come to its end, the
/// rules of both families are as they were or as they were meant to be.
/// </summary>
public sealed class KilledCommandsTests(ITestOutputHelper output)
{
    private const int Seed = 20261123;

    /// <summary>Commands killed of each cmdlet, and how many are killed with one process.</summary>
    private static readonly (int Kills, int AtOnce) Effort = Environment.GetEnvironmentVariable("PORTFIREWALL_LONG") == "1" ? (500, 8) : (4, 1);

    private static readonly string[] Rules =
    [
        "-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT", "-i lo -j ACCEPT",
        .. Enumerable.Range(2301, 20).Select(port => $"-p tcp -m tcp --dport {port} -j ACCEPT"), "-p udp -m udp --dport 53 -j ACCEPT", "-j REJECT",
    ];

    private static readonly KilledCommand[] OnRules =
    [
        new("Add-IptablesPortRule, 1 port", "Add-IptablesPortRule 2222 @on", "Remove-IptablesRule -Port 2222 @on"),
        new("Add-IptablesPortRule, 100 ports", "4001..4100 | Add-IptablesPortRule @on", "Remove-IptablesRule -Port (4001..4100) @on"),
        new("Remove-IptablesRule, 1 rule", "Remove-IptablesRule -Port 2301 @on", "Add-IptablesPortRule 2301 @on -Position 3"),
        new("Remove-IptablesRule, 20 rules", "Remove-IptablesRule -Port (2301..2320) @on", "2301..2320 | Add-IptablesPortRule @on -Position 3"),
        new("Move-IptablesRule", "Get-IptablesRule INPUT -Port 2310 @on -AddressFamily IPv4 | Move-IptablesRule -Position 1", "Get-IptablesRule INPUT -Port 2310 @on -AddressFamily IPv4 | Move-IptablesRule -Position 12"),
    ];

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void Rules_are_as_before_or_as_meant(string backend)
    {
        var random = new Random(Seed);
        var tallies = OnRules.ToDictionary(c => c.Name, _ => new KillTally(), StringComparer.Ordinal);
        var servers = OnRules.SelectMany(c => Enumerable.Range(0, Effort.AtOnce).Select(_ => (Command: c, Server: new BareServer(backend, Rules)))).ToList();
        try
        {
            while (tallies.Values.Any(t => t.Killed < Effort.Kills))
            {
                // Of each cmdlet in turn, or in a short run of all at once.
                foreach (var part in servers.Where(s => tallies[s.Command.Name].Killed < Effort.Kills).Chunk(Math.Max(OnRules.Length, Effort.AtOnce)))
                    Kill(part, tallies, random);
            }
        }
        finally
        {
            servers.ForEach(s => s.Server.Dispose());
        }
        foreach (var (name, tally) in tallies)
            output.WriteLine($"{backend}, {name}: {tally}");
    }

    private static void Kill((KilledCommand Command, BareServer Server)[] sessions, Dictionary<string, KillTally> tallies, Random random)
    {
        using var engine = new KilledEngine([.. sessions.Select(s => (On(s.Server, s.Command.Command), On(s.Server, s.Command.Undo)))]);
        var lengths = engine.WaitUntilReady(sessions.Length);
        var meant = sessions.Select(s => s.Server.Input).ToList();
        foreach (var session in sessions)
            session.Server.Reset();
        var before = sessions.Select(s => s.Server.Input).ToList();
        Assert.All(before.Zip(meant), pair => Assert.NotEqual(pair.First, pair.Second));
        var ids = sessions.Select(s => NamespaceProcesses.IdOf(s.Server.Name)).ToList();

        // Each is to be met at a moment of its own, anywhere within the time that it takes.
        var killAfter = lengths.Max() + TimeSpan.FromMilliseconds(20);
        engine.KillAfter([.. lengths.Select(length => killAfter - (random.NextDouble() * length))], killAfter);
        var atWork = NamespaceProcesses.In(ids);
        engine.WaitForExit();
        NamespaceProcesses.WaitUntilOnly(ids, new HashSet<int>());

        for (var i = 0; i < sessions.Length; i++)
        {
            var now = sessions[i].Server.Input;
            var isBefore = now.SequenceEqual(before[i], StringComparer.Ordinal);
            Assert.True(isBefore || now.SequenceEqual(meant[i], StringComparer.Ordinal), $"{sessions[i].Command.Name}\n{string.Concat(now)}");
            if (engine.HasBegun(i) && !engine.HasEnded(i))
                tallies[sessions[i].Command.Name].Add(atWork.Contains(ids[i]), isBefore);
            sessions[i].Server.Reset();
        }
    }

    private static string On(BareServer server, string command) => command.Replace("@on", $"-NetworkNamespace {server.Name} -Backend {server.Backend}", StringComparison.Ordinal);
}
