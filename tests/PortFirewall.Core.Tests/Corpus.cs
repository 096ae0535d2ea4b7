using System.Runtime.CompilerServices;

namespace PortFirewall.Core.Tests;

/// <summary>
/// Rule sets and rule cases that others made. They are not a part of the repository: they lie in <c>shared/corpus</c> beside it, or
/// where the variable PORTFIREWALL_CORPUS says.
/// </summary>
internal static class Corpus
{
    /// <summary>The folder, whether or not it is there.</summary>
    public static string Folder { get; } = Environment.GetEnvironmentVariable("PORTFIREWALL_CORPUS") ?? Beside();

    /// <summary>The rows of a table with a line of headers.</summary>
    public static IEnumerable<IReadOnlyDictionary<string, string>> Rows(string path)
    {
        var lines = File.ReadLines(path).Select(l => l.Split('\t'));
        var headers = lines.First();
        return lines.Skip(1).Select(cells => headers.Zip(cells).ToDictionary(c => c.First, c => c.Second, StringComparer.Ordinal));
    }

    private static string Beside([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../shared/corpus"));
}
