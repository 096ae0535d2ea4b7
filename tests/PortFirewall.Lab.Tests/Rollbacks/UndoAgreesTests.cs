using System.Diagnostics;
using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace PortFirewall;

/// <summary>What the timer's awk works out, held against what must come of it, for rule sets, changes and others' changes of all sorts.</summary>
public sealed partial class UndoAgreesTests(ITestOutputHelper output)
{
    private const string Script = "Rollbacks/undo.awk";

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("PORTFIREWALL_LONG") == "1";

    private static readonly int Rounds = IsLong ? 5000 : 150;

    /// <summary>The one that the system uses; in a long run, whichever are installed beside it.</summary>
    public static TheoryData<string> Awks
        => new(new[] { "mawk", "gawk", "original-awk", "busybox awk" }.Where(awk => IsLong && File.Exists($"/usr/bin/{awk.Split(' ')[0]}")).Prepend("awk").ToArray());

    [Theory]
    [MemberData(nameof(Awks))]
    public void Everything_is_as_before_but_for_what_others_did(string awk)
    {
        using var folder = new ScratchAwk();
        var random = new Random(20261123);
        var (changed, others) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var before = Enumerable.Range(0, random.Next(12)).Select(_ => Rule(random.Next(8))).ToList();
            var after = Shuffled(before, random);
            var live = after.ToList();
            // Somebody else: rules that nobody else has come, and any rule goes.
            var gone = new List<string>();
            for (var i = random.Next(3); i > 0; i--, others++)
                live.Insert(random.Next(live.Count + 1), $"-s 203.0.113.{random.Next(1, 250)}/32 -j DROP");
            var isUnique = before.Concat(after).GroupBy(r => r, StringComparer.Ordinal).All(g => before.Count(r => r == g.Key) <= 1 && after.Count(r => r == g.Key) <= 1);
            for (var i = isUnique ? random.Next(3) : 0; i > 0 && after.Exists(live.Contains); i--, others++)
            {
                var victim = after.Where(live.Contains).ElementAt(random.Next(after.Count(live.Contains)));
                live.Remove(victim);
                gone.Add(victim);
            }
            var change = RulesetChange.Between(Read(before), Read(after));
            if (change.IsEmpty)
                continue;
            changed++;
            Apply(live, folder.Run(awk, change.UndoText, Text(live)));
            // A rule that the change took away comes back; one that others took away does not.
            var expected = before.Where(r => !gone.Contains(r, StringComparer.Ordinal)).ToList();
            Assert.Equal(expected, live.Where(r => !r.StartsWith("-s 203", StringComparison.Ordinal)));
        }
        output.WriteLine($"{awk}: {changed} changes taken back, {others} changes of others in between");
    }

    [Fact]
    public void Chains_and_policies_come_back_and_a_chain_that_somebody_uses_stays()
    {
        using var folder = new ScratchAwk();
        var before = RulesetReader.Read("*filter\n:INPUT DROP [0:0]\n:OLD - [0:0]\n-A INPUT -j OLD\n-A OLD -j ACCEPT\nCOMMIT\n", AddressFamily.IPv4);
        var after = RulesetReader.Read("*filter\n:INPUT ACCEPT [0:0]\n:MADE - [0:0]\n:USED - [0:0]\n-A INPUT -j MADE\n-A MADE -j DROP\nCOMMIT\n", AddressFamily.IPv4);
        var undo = RulesetChange.Between(before, after).UndoText;
        Assert.Equal(
            "*filter\n-N OLD\n-D INPUT -j MADE\n-D MADE -j DROP\n-I INPUT 2 -j OLD\n-I OLD 1 -j ACCEPT\n-X MADE\n-P INPUT DROP\nCOMMIT\n",
            Normal(folder.Run("awk", undo, "*filter\n:INPUT ACCEPT [0:0]\n:MADE - [0:0]\n:USED - [0:0]\n[0:0] -A INPUT -j MADE\n[0:0] -A INPUT -j USED\n[0:0] -A MADE -j DROP\nCOMMIT\n")));
        // Somebody has chosen another policy meanwhile.
        Assert.DoesNotContain("-P INPUT", folder.Run("awk", undo, "*filter\n:INPUT DROP [0:0]\n:MADE - [0:0]\n[0:0] -A INPUT -j MADE\n[0:0] -A MADE -j DROP\nCOMMIT\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_that_could_not_be_read_are_not_taken_for_none()
    {
        using var folder = new ScratchAwk();
        foreach (var broken in new[] { "", "*filter\n:INPUT ACCEPT [0:0]\n", "*filter\n:INPUT ACCEPT [0:0]\n[0:0] -A INPUT -j ACCEPT\n", "*filter\n:INPUT ACCEPT [0:0]\n[0:0] -A INPUT -j ACCEPT\n!whole\n" })
            Assert.Equal("failed", folder.Run("awk", "*filter\nD INPUT 1 0 -j ACCEPT\n", broken, isWhole: false));
    }

    [Fact]
    public void A_copy_that_was_there_before_is_not_taken_for_the_one_that_came()
    {
        using var folder = new ScratchAwk();
        // The first of two copies came; the other one is others'.
        const string Undo = "*filter\nD INPUT 1 1 -j ACCEPT\n";
        Assert.Contains("-D INPUT -j ACCEPT", folder.Run("awk", Undo, Text(["-j ACCEPT", "-s 10.0.0.1/32 -j DROP", "-j ACCEPT"])), StringComparison.Ordinal);
        // Somebody has taken the one that came away already.
        Assert.Equal("#taken 0", folder.Run("awk", Undo, Text(["-s 10.0.0.1/32 -j DROP", "-j ACCEPT"])));
    }

    [Fact]
    public void Where_somebody_has_taken_it_back_already_nothing_is_done()
    {
        using var folder = new ScratchAwk();
        var random = new Random(20261123);
        var tried = 0;
        for (var round = 0; round < 400 && tried < 60; round++)
        {
            var before = Enumerable.Range(0, random.Next(2, 8)).Select(_ => Rule(random.Next(5))).ToList();
            var undo = RulesetChange.Between(Read(before), Read(Shuffled(before, random))).UndoText;
            // Of a rule that went and has a copy, nobody knows which of them is there again.
            if (undo.Length == 0 || (undo.Contains("\nR ", StringComparison.Ordinal) && before.Distinct(StringComparer.Ordinal).Count() < before.Count))
                continue;
            tried++;
            Assert.Equal("#taken 0", string.Join('\n', folder.Run("awk", undo, Text(before)).Split('\n').Where(l => !l.StartsWith("#missing", StringComparison.Ordinal))));
        }
        Assert.Equal(60, tried);
    }

    [Fact]
    public void A_rule_that_is_there_again_elsewhere_may_be_without_effect_and_comes_back()
    {
        using var folder = new ScratchAwk();
        var undo = RulesetChange.Between(Read(["-s 10.1.1.1/32 -j DROP", "-p tcp -m tcp --dport 22 -j ACCEPT", "-j REJECT"]), Read(["-s 10.1.1.1/32 -j DROP", "-j REJECT"])).UndoText;
        Assert.Equal("#taken 0", folder.Run("awk", undo, Text(["-s 10.1.1.1/32 -j DROP", "-p tcp -m tcp --dport 22 -j ACCEPT", "-s 10.1.1.9/32 -j DROP", "-j REJECT"])));
        Assert.Contains(
            "-I INPUT 2 -p tcp -m tcp --dport 22 -j ACCEPT",
            folder.Run("awk", undo, Text(["-s 10.1.1.1/32 -j DROP", "-j REJECT", "-p tcp -m tcp --dport 22 -j ACCEPT"])), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_put_back_is_left_out_and_named()
    {
        using var folder = new ScratchAwk();
        var undo = RulesetChange.Between(Read(["-j gone", "-p tcp -m tcp --dport 22 -j ACCEPT"]), Read([])).UndoText;
        Assert.Equal(
            "#impossible filter INPUT -j gone\n*filter\n-I INPUT 1 -p tcp -m tcp --dport 22 -j ACCEPT\nCOMMIT\n#taken 1",
            folder.Run("awk", undo, Text([]), impossible: "filter INPUT -j gone\n"));
    }

    private static string Rule(int number) => number == 0 ? "-j ACCEPT" : $"-p tcp -m tcp --dport {number} -m comment --comment \"a  b \\\" $x {number}\" -j ACCEPT";

    private static List<string> Shuffled(List<string> before, Random random)
    {
        var after = before.ToList();
        for (var i = random.Next(5); i > 0; i--)
        {
            switch (random.Next(3))
            {
                case 0:
                    after.Insert(random.Next(after.Count + 1), Rule(random.Next(12)));
                    break;
                case 1 when after.Count > 0:
                    after.RemoveAt(random.Next(after.Count));
                    break;
                case 2 when after.Count > 0:
                    var moved = after[random.Next(after.Count)];
                    after.Remove(moved);
                    after.Insert(random.Next(after.Count + 1), moved);
                    break;
            }
        }
        return after;
    }

    private static string Text(IEnumerable<string> rules) => $"*filter\n:INPUT DROP [0:0]\n{string.Concat(rules.Select(r => $"[0:0] -A INPUT {r}\n"))}COMMIT\n";

    private static IptablesRuleset Read(IEnumerable<string> rules) => RulesetReader.Read(Text(rules), AddressFamily.IPv4);

    private static string Normal(string text) => string.Concat(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l[0] != '#').Select(l => l + "\n"));

    /// <summary>As <c>iptables-restore --noflush</c> does it: by text the first one goes, by number one comes in.</summary>
    private static void Apply(List<string> live, string text)
    {
        foreach (var line in text.Split('\n'))
        {
            if (Insert().Match(line) is { Success: true } insert)
                live.Insert(int.Parse(insert.Groups["number"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) - 1, insert.Groups["rule"].Value);
            else if (line.StartsWith("-D INPUT ", StringComparison.Ordinal))
                Assert.True(live.Remove(line["-D INPUT ".Length..]), text);
            else
                Assert.Matches(@"^(\*filter|COMMIT|#(taken|missing) .*|)$", line);
        }
    }

    [GeneratedRegex(@"^-I INPUT (?<number>\d+) (?<rule>.*)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Insert();

    private sealed class ScratchAwk : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("pflab-").FullName;

        public string Run(string awk, string undo, string live, bool isWhole = true, string impossible = "")
        {
            File.WriteAllText($"{_folder}/impossible", impossible);
            File.WriteAllText($"{_folder}/undo", undo);
            File.WriteAllText($"{_folder}/live", isWhole ? live + "!whole\n" : live);
            using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"{awk} -v impossible={_folder}/impossible -f '{Path.Combine(AppContext.BaseDirectory, Script)}' {_folder}/undo - <{_folder}/live || echo failed"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
            var text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return text.TrimEnd('\n');
        }

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }
}
