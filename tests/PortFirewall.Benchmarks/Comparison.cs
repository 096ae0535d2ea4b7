using System.Diagnostics;

namespace PortFirewall.Benchmarks;

/// <summary>Times two things in turn, so that whatever else the machine does falls on both, and takes the medians.</summary>
internal static class Comparison
{
    /// <param name="rounds">How often.</param>
    /// <param name="prepare">What is done ahead of each, and not timed.</param>
    /// <param name="subject">What is measured.</param>
    /// <param name="peer">What it is held against.</param>
    public static (double Subject, double Peer) Run(int rounds, Action prepare, Action subject, Action peer)
    {
        var subjects = new List<double>();
        var peers = new List<double>();
        var warmUp = new WarmUp();
        while (subjects.Count < rounds)
        {
            prepare();
            var peerTime = Time(peer);
            prepare();
            var subjectTime = Time(subject);
            if (warmUp.IsOver())
            {
                peers.Add(peerTime);
                subjects.Add(subjectTime);
            }
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
