using System.Management.Automation;

namespace PortFirewall;

/// <summary>Files by the paths that a person types: from where the session is, and by its drives.</summary>
internal static class FilePaths
{
    /// <summary>
    /// The file that a path names, which need not be there. What lies on a drive without files, such as <c>env:</c>, would otherwise come out as a
    /// name in the folder in which the process was started.
    /// </summary>
    /// <exception cref="FirewallException"><c>PathNotOfFiles</c>.</exception>
    public static string Resolve(PathIntrinsics paths, string path)
    {
        var file = paths.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        return provider.Name == "FileSystem" ? file : throw InputErrors.PathNotOfFiles(path, provider.Name);
    }

    /// <summary>The files that match a pattern.</summary>
    /// <exception cref="FirewallException"><c>PathNotOfFiles</c>.</exception>
    public static IReadOnlyList<string> ResolveAll(PathIntrinsics paths, string pattern)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(pattern))
            return [Resolve(paths, pattern)];
        var files = paths.GetResolvedProviderPathFromPSPath(pattern, out var provider);
        return provider.Name == "FileSystem" ? files : throw InputErrors.PathNotOfFiles(pattern, provider.Name);
    }
}
