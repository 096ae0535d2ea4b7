namespace PortFirewall;

/// <summary>What systemd would do at boot, by its links on disk (<c>systemd.unit(5)</c>): so it is known in a chroot or container too, where systemd does not run.</summary>
internal static class SystemdUnits
{
    /// <summary>Those of the administrator first: a file hides the ones of the same name behind it.</summary>
    private static readonly string[] Folders = ["/etc/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system"];

    /// <summary>Whether systemd is what starts this host.</summary>
    public static bool IsUsed => File.Exists("/usr/lib/systemd/systemd") || File.Exists("/lib/systemd/systemd");

    /// <summary>Whether a unit is there, not masked, and wanted by another.</summary>
    public static bool IsEnabled(string unit) => FindFile(unit) is { } file && !IsMasked(file) && Folders.Where(Directory.Exists).Any(folder => IsWanted(folder, unit));

    /// <summary>The words of a unit's <c>ExecStart=</c>, by what <c>systemctl edit</c> made of it; empty where there is no such unit.</summary>
    public static string[] ExecStartOf(string unit)
    {
        if (FindFile(unit) is not { } file || IsMasked(file))
            return [];
        try
        {
            var command = DropIns(unit).Prepend(file).SelectMany(File.ReadLines).Select(l => l.Trim())
                .LastOrDefault(l => l.StartsWith("ExecStart=", StringComparison.Ordinal) && l.Length > "ExecStart=".Length);
            return command?["ExecStart=".Length..].TrimStart('-', '@', ':', '+', '!').Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The files that are read behind the unit's own, in the order of their names.</summary>
    private static IEnumerable<string> DropIns(string unit)
        => Folders.Select(folder => Path.Combine(folder, unit + ".d")).Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*.conf"))
            .DistinctBy(Path.GetFileName).OrderBy(Path.GetFileName, StringComparer.Ordinal);

    private static string? FindFile(string unit) => Folders.Select(folder => Path.Combine(folder, unit)).FirstOrDefault(Path.Exists);

    private static bool IsMasked(string file) => new FileInfo(file).LinkTarget == "/dev/null";

    private static bool IsWanted(string folder, string unit)
        => Directory.EnumerateDirectories(folder).Any(d => (d.EndsWith(".wants", StringComparison.Ordinal) || d.EndsWith(".requires", StringComparison.Ordinal)) && IsLink(Path.Combine(d, unit)));

    // What a link leads to may be missing where another root's files are looked at; the link itself is what counts.
    private static bool IsLink(string path) => Path.Exists(path) || new FileInfo(path).LinkTarget is not null;
}
