using Xunit.Abstractions;

namespace PortFirewall;

/// <summary>
/// Wherever a process is killed that changes rules, with everything in its process group: once what it had handed over has come to its end, the
/// rules of both families are as they were or as they were meant to be.
/// </summary>
public sealed class KilledCommandsTests(SharedEngine shared, ITestOutputHelper output) : IClassFixture<SharedEngine>
{
    private const int Seed = 20261123;

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("PORTFIREWALL_LONG") == "1";

    /// <summary>Commands killed of each cmdlet; how many servers each has; how many processes there are at once.</summary>
    private static readonly (int Kills, int Servers, int Processes) Effort = IsLong ? (250, 16, 3) : (1, 1, 1);

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
        var tallies = Commands.ToDictionary(c => c.Name, _ => new KillTally(), StringComparer.Ordinal);
        // One process has one of each cmdlet, or in a long run many of the same: the start of a process costs more than all that it does.
        var parts = Commands.Chunk(IsLong ? 1 : Commands.Length).Select((commands, i) => (Commands: commands, Random: new Random(Seed + i)));
        try
        {
            Parallel.ForEach(parts, new ParallelOptions { MaxDegreeOfParallelism = Effort.Processes }, part => KillAll(part.Commands, backend, tallies, part.Random));
        }
        finally
        {
            foreach (var (name, tally) in tallies)
                output.WriteLine($"{backend}, {name}: {tally}");
        }
    }

    private void KillAll(KilledCommand[] commands, string backend, Dictionary<string, KillTally> tallies, Random random)
    {
        var subjects = commands.SelectMany(c => Enumerable.Range(0, Effort.Servers).Select(_ => KilledSubject.Create(c, backend, Rules, shared.Engine))).ToList();
        try
        {
            while (subjects.FindAll(s => tallies[s.Name].Killed < Effort.Kills) is { Count: > 0 } left)
                Kill([.. left], tallies, random);
        }
        finally
        {
            subjects.ForEach(s => s.Dispose());
        }
    }

    private static void Kill(KilledSubject[] subjects, Dictionary<string, KillTally> tallies, Random random)
    {
        subjects.AsParallel().ForAll(s => s.Reset());
        using var engine = new KilledEngine([.. subjects.Select(s => (s.Command, s.Length == TimeSpan.Zero ? s.Undo : null))]);
        var measured = engine.WaitUntilReady(subjects.Length);
        subjects.AsParallel().ForAll(s => s.Meet());

        foreach (var (subject, length) in subjects.Zip(measured).Where(pair => pair.First.Length == TimeSpan.Zero))
            subject.Length = length;
        string[] ids = [.. subjects.Select(s => s.NamespaceId)];
        var longest = subjects.Max(s => s.Length);
        if (random.Next(2) == 0)
        {
            // Each is met at a moment of its own, anywhere within the time that it takes.
            var killAfter = longest + TimeSpan.FromMilliseconds(20);
            engine.KillAfter([.. subjects.Select(s => killAfter - (random.NextDouble() * s.Length))], killAfter);
        }
        else
        {
            // The change itself is a small part of that time: all are met when the first of them has come to it, or a little later.
            engine.KillWhen(() => NamespaceProcesses.IsAnyChangingRules(ids), longest, longest * random.NextDouble() / 5);
        }
        var residents = subjects.SelectMany(s => s.Residents).ToHashSet();
        var atWork = NamespaceProcesses.In(ids);
        engine.WaitForExit();
        NamespaceProcesses.WaitUntilOnly(ids, residents);

        var states = subjects.AsParallel().AsOrdered().Select(s => s.State).ToList();
        for (var i = 0; i < subjects.Length; i++)
        {
            var (subject, now) = (subjects[i], states[i]);
            Assert.True(subject.IsWhole(now), $"{subject.Name}\n{string.Join('\n', now)}");
            if (engine.HasBegun(i) && engine.LengthOf(i) is null)
                tallies[subject.Name].Add(atWork[ids[i]].Except(residents).Any(), subject.IsBefore(now));
        }
        // As busy as the machine is now, so long it takes next time.
        foreach (var same in Enumerable.Range(0, subjects.Length).GroupBy(i => subjects[i].Name))
        {
            var length = same.Max(engine.LengthOf) ?? subjects[same.First()].Length * 1.2;
            foreach (var i in same)
                subjects[i].Length = length;
        }
    }
}
