using System.Diagnostics;
using System.Globalization;

namespace PortFirewall.Benchmarks;

/// <summary>1,000 ports down one pipeline into <c>Add-IptablesPortRule</c>, beside one <c>iptables-restore --noflush</c> of the same rules.</summary>
internal static class AddingComparison
{
    private const int Ports = 1000;
    private const int First = 10_000;
    private const int SampleOfSingles = 100;

    public static void Run(string manifest, ScratchHost host)
    {
        using var runspace = ModuleUnderTest.Open(manifest);
        var script = $"{First}..{First + Ports - 1} | Add-IptablesPortRule -NetworkNamespace {host.Name} -Backend {host.Backend} -AddressFamily IPv4";
        var lines = Enumerable.Range(0, Ports)
            .Select(i => string.Create(CultureInfo.InvariantCulture, $"-I INPUT {3 + i} -p tcp -m tcp --dport {First + i} -j ACCEPT\n"));
        var restore = $"*filter\n{string.Concat(lines)}COMMIT\n";
        var (subject, peer) = Comparison.Run(
            101,
            host.LoadGuide,
            () => Require(ModuleUnderTest.Run(runspace, script) == Ports),
            () => host.RestoreWithoutFlush(restore));
        Report.WriteRatio("`Add-IptablesPortRule`, 1,000 ports, beside `iptables-restore --noflush`", host.Backend, subject, peer, 3);
        var (binding, _) = Comparison.Run(25, static () => { }, () => ModuleUnderTest.Run(runspace, $"{First}..{First + Ports - 1} | Test-EmptyPortRule -NetworkNamespace x -Backend x -AddressFamily x"), static () => { });
        Report.WriteFact("1,000 ports into a cmdlet that has the same parameters and does nothing, beside the same", host.Backend, binding, peer);
        var (reading, _) = Comparison.Run(25, LoadAll, () => _ = host.Save(), static () => { });
        Report.WriteFact("One `iptables-save -c` of the 1,000 rules, beside the same", host.Backend, reading, peer);
        Report.WriteFact("1,000 calls of `iptables --insert` (100 measured, times ten), beside the same", host.Backend, Singles(host), peer);

        void LoadAll()
        {
            host.LoadGuide();
            host.RestoreWithoutFlush(restore);
        }
    }

    /// <summary>The first 100 of 1,000, ten times over: each call of the native tool costs about the same.</summary>
    private static double Singles(ScratchHost host)
    {
        host.LoadGuide();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < SampleOfSingles; i++)
            host.InsertOne(3 + i, First + i);
        return watch.Elapsed.TotalMilliseconds * Ports / SampleOfSingles;
    }

    private static void Require(bool correct)
    {
        if (!correct)
            throw new InvalidOperationException("Not every rule was added.");
    }
}
