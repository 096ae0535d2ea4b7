using System.Diagnostics;

namespace PortFirewall.Benchmarks;

/// <summary>Times two things in turn, so that whatever else the machine does falls on both, and takes the medians.</summary>
internal static class Comparison
{
    public static (double Subject, double Peer) Run(int rounds, Action prepare, Action subject, Action peer)
    {
        var subjects = new List<double>();
        var peers = new List<double>();
        // The first rounds are the compiler's, which works on beside them for a while.
        for (var round = -20; round < rounds; round++)
        {
            prepare();
            var peerTime = Time(peer);
            prepare();
            var subjectTime = Time(subject);
            if (round < 0)
                continue;
            peers.Add(peerTime);
            subjects.Add(subjectTime);
        }
        return (Median(subjects), Median(peers));
    }

    public static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static double Time(Action work)
    {
        var watch = Stopwatch.StartNew();
        work();
        return watch.Elapsed.TotalMilliseconds;
    }
}
