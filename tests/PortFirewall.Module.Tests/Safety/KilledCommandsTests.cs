using Xunit.Abstractions;

namespace PortFirewall;

/// <summary>
/// Wherever a process is killed that changes rules, with everything in its process group: once what it had handed over has come to its end, the
/// rules of both families are as they were or as they were meant to be.
/// </summary>
public sealed class KilledCommandsTests(SharedEngine shared, ITestOutputHelper output) : IClassFixture<SharedEngine>
{
    private const int Seed = 20261123;

    /// <summary>Commands killed of each cmdlet, and how many are killed with one process.</summary>
    private static readonly (int Kills, int AtOnce) Effort = Environment.GetEnvironmentVariable("PORTFIREWALL_LONG") == "1" ? (250, 8) : (1, 1);

    private static readonly string[] Rules =
    [
        "-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT", "-i lo -j ACCEPT",
        .. Enumerable.Range(2301, 20).Select(port => $"-p tcp -m tcp --dport {port} -j ACCEPT"), "-p udp -m udp --dport 53 -j ACCEPT", "-j REJECT",
    ];

    private static readonly KilledCommand[] Commands =
    [
        new("Add-IptablesPortRule, 1 port", "Add-IptablesPortRule 2222 @on", "Remove-IptablesRule -Port 2222 @on"),
        new("Add-IptablesPortRule, 100 ports", "4001..4100 | Add-IptablesPortRule @on", "Remove-IptablesRule -Port (4001..4100) @on"),
        new("Remove-IptablesRule, 1 rule", "Remove-IptablesRule -Port 2301 @on", "Add-IptablesPortRule 2301 @on -Position 3"),
        new("Remove-IptablesRule, 20 rules", "Remove-IptablesRule -Port (2301..2320) @on", "2301..2320 | Add-IptablesPortRule @on -Position 3"),
        new("Move-IptablesRule", "Get-IptablesRule INPUT -Port 2310 @on -AddressFamily IPv4 | Move-IptablesRule -Position 1", "Get-IptablesRule INPUT -Port 2310 @on -AddressFamily IPv4 | Move-IptablesRule -Position 12"),
        new("Restore-IptablesRuleset", "Restore-IptablesRuleset @on @more -Confirm:$false", "Remove-IptablesRule -Port (5001..5020) @on", KilledCommandKind.RulesFromFiles),
        new("Open-IptablesPort", "Open-IptablesPort 2222 @on @more -Save:$false", "Remove-IptablesRule -Port 2222 @on", KilledCommandKind.Lab),
        new("Close-IptablesPort", "Close-IptablesPort 2222 @on @more -TimeoutSeconds 1 -Save:$false", "Add-IptablesPortRule 2222 @on", KilledCommandKind.Lab),
        new("Save-IptablesRuleset", "Save-IptablesRuleset -Force @on @more", "", KilledCommandKind.Files),
    ];

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void Rules_are_as_before_or_as_meant(string backend)
    {
        var random = new Random(Seed);
        var tallies = Commands.ToDictionary(c => c.Name, _ => new KillTally(), StringComparer.Ordinal);
        // Of each cmdlet one, or in a long run several of the same.
        var subjects = Commands.SelectMany(c => Enumerable.Range(0, Effort.AtOnce).Select(_ => KilledSubject.Create(c, backend, Rules, shared.Engine))).ToList();
        try
        {
            while (subjects.FindAll(s => tallies[s.Name].Killed < Effort.Kills) is { Count: > 0 } left)
            {
                foreach (var part in left.Chunk(Math.Max(Commands.Length, Effort.AtOnce)))
                    Kill(part, tallies, random);
            }
        }
        finally
        {
            subjects.ForEach(s => s.Dispose());
        }
        foreach (var (name, tally) in tallies)
            output.WriteLine($"{backend}, {name}: {tally}");
    }

    private static void Kill(KilledSubject[] subjects, Dictionary<string, KillTally> tallies, Random random)
    {
        Array.ForEach(subjects, s => s.Reset());
        using var engine = new KilledEngine([.. subjects.Select(s => (s.Command, s.Undo))]);
        var lengths = engine.WaitUntilReady(subjects.Length);
        var meant = subjects.Select(s => s.State).ToList();
        Array.ForEach(subjects, s => s.Reset());
        var before = subjects.Select(s => s.State).ToList();
        Assert.All(before.Zip(meant), pair => Assert.NotEqual(pair.First, pair.Second));

        // Each is to be met at a moment of its own, anywhere within the time that it takes.
        var killAfter = lengths.Max() + TimeSpan.FromMilliseconds(20);
        engine.KillAfter([.. lengths.Select(length => killAfter - (random.NextDouble() * length))], killAfter);
        string[] ids = [.. subjects.Select(s => s.NamespaceId)];
        var residents = subjects.SelectMany(s => s.Residents).ToHashSet();
        var atWork = NamespaceProcesses.In(ids);
        engine.WaitForExit();
        NamespaceProcesses.WaitUntilOnly(ids, residents);

        for (var i = 0; i < subjects.Length; i++)
        {
            var (subject, now) = (subjects[i], subjects[i].State);
            Assert.True(IsWhole(subject, now, before[i], meant[i]), $"{subject.Name}\n{string.Join('\n', now)}");
            if (engine.HasBegun(i) && !engine.HasEnded(i))
                tallies[subject.Name].Add(atWork[ids[i]].Except(residents).Any(), isBefore: now.SequenceEqual(before[i], StringComparer.Ordinal));
        }
    }

    private static bool IsWhole(KilledSubject subject, IReadOnlyList<string> now, IReadOnlyList<string> before, IReadOnlyList<string> meant)
        => subject.IsEachForItself
            ? now.Select((text, i) => text == before[i] || text == meant[i]).All(isOne => isOne)
            : now.SequenceEqual(before, StringComparer.Ordinal) || now.SequenceEqual(meant, StringComparer.Ordinal);
}
