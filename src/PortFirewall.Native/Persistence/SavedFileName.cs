using System.Text;

namespace PortFirewall;

/// <summary>Names the files that the user's path stands for: a file holds one family only.</summary>
internal static class SavedFileName
{
    /// <summary>
    /// Bytes of a name: a file system takes 255, and the names of files that stand for it meanwhile, or of the one before, are longer.
    /// </summary>
    private const int LongestName = 220;

    /// <summary><c>PATH_MAX</c> (<c>include/uapi/linux/limits.h</c>), less the same.</summary>
    private const int LongestPath = 4000;

    /// <summary>
    /// The path itself where one family is saved. For both: <c>rules.v4</c> and <c>rules.v6</c> in a folder, or the path with
    /// the ending <c>.v4</c> or <c>.v6</c>.
    /// </summary>
    /// <param name="path">The path as given.</param>
    /// <param name="families">How many families are saved.</param>
    /// <param name="family">The family whose file is asked for.</param>
    public static string Of(string path, int families, AddressFamily family)
    {
        var ending = family == AddressFamily.IPv4 ? ".v4" : ".v6";
        if (Directory.Exists(path) || path.EndsWith('/'))
            return Path.Combine(path, "rules" + ending);
        if (families == 1)
            return path;
        return (Path.GetExtension(path) is ".v4" or ".v6" ? path[..^3] : path) + ending;
    }

    /// <summary>Checks what would else fail when half of the work is done.</summary>
    /// <exception cref="FirewallException"><c>SaveFailed</c>.</exception>
    public static void Check(string file)
    {
        if (file.Contains('\0'))
            throw ProofErrors.SaveFailed(file, "the path holds a NUL.");
        if (Encoding.UTF8.GetByteCount(Path.GetFileName(file)) > LongestName || Encoding.UTF8.GetByteCount(file) > LongestPath)
            throw ProofErrors.SaveFailed(file, "the name is too long.");
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder && !Directory.Exists(folder))
            throw ProofErrors.SaveFailed(file, $"the folder '{folder}' does not exist.");
    }
}
