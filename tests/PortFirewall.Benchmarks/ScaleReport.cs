using System.Diagnostics;
using System.Globalization;

namespace PortFirewall.Benchmarks;

/// <summary>What a hundred thousand rules cost to read and to judge, on one core, without any process or kernel.</summary>
internal static class ScaleReport
{
    private const int Large = 100_000;
    private const int Small = 10_000;

    public static void Run()
    {
        var text = ManyRules.Write(Large);
        var reading = Median(9, () => RulesetReader.Read(text, AddressFamily.IPv4));
        var large = RulesetReader.Read(text, AddressFamily.IPv4);
        var small = RulesetReader.Read(ManyRules.Write(Small), AddressFamily.IPv4);
        Console.WriteLine("| what | figure | limit |");
        Console.WriteLine("|---|---:|---:|");
        Row("Reading 100,000 rules, rules a second", Large / reading * 1000, "N0", "at least 500,000");
        Row("Retained after reading, bytes a rule", RetainedPerRule(text, judge: false), "N0", "at most 1,024");
        Row("Retained after judging a port too, bytes a rule", RetainedPerRule(text, judge: true), "N0", "at most 1,024");
        Row("`Test-PortPath`, first port of 100,000 rules, ms", Median(5, () => Judge(large), () => large = RulesetReader.Read(text, AddressFamily.IPv4)), "N1", "");
        var (ofLarge, ofSmall) = (Median(9, () => Judge(large)), Median(25, () => Judge(small)));
        Row("`Test-PortPath`, one port, 100,000 rules, ms", ofLarge, "N1", "under 100");
        Row("the same beside 10,000 rules, times", ofLarge / ofSmall, "N1", "under 15");
        Row("`Find-IptablesRuleIssue`, 10,000 rules, s", Median(3, () => RuleIssueFinder.Find([small], "filter", out _)) / 1000, "N2", "under 5");
    }

    private static PortPath Judge(IptablesRuleset ruleset)
    {
        var rule = new PortRule { Family = AddressFamily.IPv4, Protocol = "tcp", Port = new PortRange(443, 443) };
        return PortPathAnalysis.Analyze(ruleset, rule.Packets, rule.Protocol);
    }

    /// <summary>Milliseconds.</summary>
    private static double Median(int rounds, Func<object> work, Action? prepare = null)
    {
        var times = new List<double>();
        for (var i = 0; i < rounds + 2; i++)
        {
            prepare?.Invoke();
            GC.Collect();
            var watch = Stopwatch.StartNew();
            GC.KeepAlive(work());
            if (i >= 2)
                times.Add(watch.Elapsed.TotalMilliseconds);
        }
        times.Sort();
        return times[times.Count / 2];
    }

    private static double RetainedPerRule(string text, bool judge)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var ruleset = RulesetReader.Read(text, AddressFamily.IPv4);
        if (judge)
            Judge(ruleset);
        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(ruleset);
        return (after - before) / (double)Large;
    }

    private static void Row(string what, double figure, string format, string limit)
        => Console.WriteLine($"| {what} | {figure.ToString(format, CultureInfo.InvariantCulture)} | {limit} |");
}
