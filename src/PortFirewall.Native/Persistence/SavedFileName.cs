namespace PortFirewall;

/// <summary>Names the files that the user's path stands for: a file holds one family only.</summary>
internal static class SavedFileName
{
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
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder && !Directory.Exists(folder))
            throw ProofErrors.SaveFailed(file, $"the folder '{folder}' does not exist.");
    }
}
