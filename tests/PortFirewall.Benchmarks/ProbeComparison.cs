using System.Diagnostics;
using System.Globalization;
using System.Management.Automation.Runspaces;
using System.Net;

namespace PortFirewall.Benchmarks;

/// <summary>What a probe costs over the connection that it makes, and how long many take that nobody answers.</summary>
internal static class ProbeComparison
{
    private const int Rounds = 51;
    private const int RoundsOfMany = 3;
    private const int Port = 2222;
    private const int Timeout = 2000;

    private static readonly IPAddress Server = IPAddress.Parse("198.51.100.1");

    public static void Run(string manifest)
    {
        using var runspace = ModuleUnderTest.Open(manifest);
        var lab = string.Create(CultureInfo.InvariantCulture, $"pfbench-{Environment.ProcessId}");
        ModuleUnderTest.Run(runspace, $"New-FirewallLab {lab}; Add-IptablesPortRule {Port} -NetworkNamespace {lab}-server -AddressFamily IPv4");
        try
        {
            CompareOne(runspace, lab);
            CompareMany(runspace, lab);
        }
        finally
        {
            ModuleUnderTest.Run(runspace, $"Remove-FirewallLab {lab}");
        }
    }

    private static void CompareOne(Runspace runspace, string lab)
    {
        using var client = new NamespaceClient(lab + "-client");
        var probe = $"if (-not (Confirm-PortReachable {Server} {Port} -From netns:{lab}-client -Quiet)) {{ throw 'It is not reachable.' }}";
        var subjects = new List<double>();
        var peers = new List<double>();
        for (var round = -20; round < Rounds; round++)
        {
            var peer = client.Connect(new IPEndPoint(Server, Port));
            var watch = Stopwatch.StartNew();
            ModuleUnderTest.Run(runspace, probe);
            var subject = watch.Elapsed.TotalMilliseconds;
            if (round < 0)
                continue;
            peers.Add(peer);
            subjects.Add(subject);
        }
        Report.WriteDifference("`Confirm-PortReachable` from a namespace, over a connection made there", "", Comparison.Median(subjects), Comparison.Median(peers), 5);
    }

    private static void CompareMany(Runspace runspace, string lab)
    {
        var script = $"Confirm-PortReachable {Server} 3000-3255 -From netns:{lab}-client -TimeoutSeconds {Timeout / 1000}";
        var subjects = new List<double>();
        for (var round = 0; round < RoundsOfMany; round++)
        {
            var watch = Stopwatch.StartNew();
            if (ModuleUnderTest.Run(runspace, script) != 256)
                throw new InvalidOperationException("Not every port was probed.");
            subjects.Add(watch.Elapsed.TotalMilliseconds);
        }
        Report.WriteRatio("`Confirm-PortReachable`, 256 ports that nobody answers on, beside the timeout", "", Comparison.Median(subjects), Timeout, 2);
    }
}
