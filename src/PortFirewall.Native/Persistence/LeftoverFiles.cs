using System.Text.RegularExpressions;

namespace PortFirewall;

/// <summary>What a process that was killed while it wrote has left beside a file: it is in nobody's way, and should not gather.</summary>
internal static partial class LeftoverFiles
{
    /// <summary>Nobody takes that long to write one.</summary>
    private static readonly TimeSpan Age = TimeSpan.FromMinutes(1);

    public static void Remove(string path)
    {
        try
        {
            var name = Path.GetFileName(path);
            foreach (var file in new DirectoryInfo(Path.GetDirectoryName(Path.GetFullPath(path))!).EnumerateFiles()
                .Where(f => IsLeftover(f.Name, name) && DateTime.UtcNow - f.LastWriteTimeUtc > Age))
                file.Delete();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // The writing itself will tell what is wrong with the folder.
        }
    }

    /// <summary>The names of <see cref="StagedFile"/> and <see cref="SavedFiles"/>: the file's own, and what <see cref="Path.GetRandomFileName"/> made.</summary>
    private static bool IsLeftover(string file, string name)
        => new[] { $".{name}.", $"{name}.", $"{name}.previous." }.Any(start => file.StartsWith(start, StringComparison.Ordinal) && RandomName().IsMatch(file[start.Length..]));

    [GeneratedRegex("^[a-z0-9]{8}\\.[a-z0-9]{3}$", RegexOptions.None, 1000)]
    private static partial Regex RandomName();
}
