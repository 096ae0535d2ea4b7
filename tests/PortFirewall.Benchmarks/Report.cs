using System.Globalization;

namespace PortFirewall.Benchmarks;

/// <summary>Prints the figures as the table that docs/performance.md holds.</summary>
internal static class Report
{
    public static void WriteHeader()
    {
        Console.WriteLine("| what | backend | this | peer | ratio or difference | limit |");
        Console.WriteLine("|---|---|---:|---:|---:|---:|");
    }

    public static void WriteRatio(string what, string backend, double subject, double peer, double limit)
        => Write(what, backend, subject, peer, (subject / peer).ToString("0.00", CultureInfo.InvariantCulture) + " x", limit.ToString("0.0", CultureInfo.InvariantCulture) + " x");

    public static void WriteDifference(string what, string backend, double subject, double peer, double limit)
        => Write(what, backend, subject, peer, Milliseconds(subject - peer), Milliseconds(limit));

    /// <summary>A figure that has a limit of its own; the peer tells what the machine was like.</summary>
    public static void WriteLimit(string what, string backend, double subject, double peer, double limit)
        => Write(what, backend, subject, peer, (subject / peer).ToString("0.00", CultureInfo.InvariantCulture) + " x", "this under " + Milliseconds(limit));

    public static void WriteFact(string what, string backend, double subject, double peer)
        => Write(what, backend, subject, peer, (subject / peer).ToString(subject > 20 * peer ? "0" : "0.00", CultureInfo.InvariantCulture) + " x", "");

    private static void Write(string what, string backend, double subject, double peer, string result, string limit)
        => Console.WriteLine($"| {what} | {backend} | {Milliseconds(subject)} | {Milliseconds(peer)} | {result} | {limit} |");

    private static string Milliseconds(double value) => value.ToString("0.0", CultureInfo.InvariantCulture) + " ms";
}
