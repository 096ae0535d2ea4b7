using System.Runtime.CompilerServices;

namespace PortFirewall;

/// <summary>
/// Rule sets that others made, kept apart from the project because of their licences: in <c>shared/corpus</c> beside the repository, or
/// where the environment variable <c>PORTFIREWALL_CORPUS</c> says.
/// </summary>
internal static class Corpus
{
    /// <summary>Where it is; null where there is none.</summary>
    public static string? Folder { get; } = Find(Environment.GetEnvironmentVariable("PORTFIREWALL_CORPUS"), Beside());

    /// <summary>Whether all of it is asked for, and not a share.</summary>
    public static bool IsWhole { get; } = Environment.GetEnvironmentVariable("PORTFIREWALL_LONG") == "1";

    /// <summary>Every dump, each once.</summary>
    public static IEnumerable<CorpusDump> Dumps()
    {
        const int Source = 0, Path = 1, Kind = 4, Family = 5, LoadsNft = 11, LoadsLegacy = 12, DuplicateOf = 17;
        foreach (var row in File.ReadLines(System.IO.Path.Combine(Folder!, "INDEX.tsv")).Skip(1).Select(line => line.Split('\t')))
        {
            List<IptablesBackend> backends = [];
            if (row[LoadsNft] == "yes")
                backends.Add(IptablesBackend.Nft);
            if (row[LoadsLegacy] == "yes")
                backends.Add(IptablesBackend.Legacy);
            if (row[Kind] == "dump" && row[DuplicateOf].Length == 0)
                yield return new CorpusDump($"{row[Source]}/{row[Path]}", row[Family] == "v6" ? AddressFamily.IPv6 : AddressFamily.IPv4, backends);
        }
    }

    /// <summary>The dumps that this kernel can load.</summary>
    public static IEnumerable<CorpusDump> Loadable() => Dumps().Where(d => d.Backends.Count > 0);

    /// <summary>Every day a share of them, another one each day; all of them in the long run.</summary>
    public static IEnumerable<T> ShareOfToday<T>(IEnumerable<T> all, int share)
        => IsWhole ? all : all.Where((_, i) => i % share == DateTime.UtcNow.DayOfYear % share);

    private static string? Find(params string?[] folders) => Array.Find(folders, folder => folder is not null && File.Exists(Path.Combine(folder, "INDEX.tsv")));

    private static string Beside([CallerFilePath] string here = "")
        => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "..", "shared", "corpus"));
}
