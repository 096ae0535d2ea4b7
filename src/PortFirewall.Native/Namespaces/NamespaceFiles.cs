namespace PortFirewall;

/// <summary>
/// The configuration files of a namespace's own. <c>ip netns exec</c> shows the files of <c>/etc/netns/NAME</c> in place of those
/// in <c>/etc</c> (<c>ip-netns(8)</c>); a name must resolve for us as it does for a program that is started there.
/// </summary>
internal static class NamespaceFiles
{
    private const string Folder = "/etc/netns";

    /// <summary>The folder with the files of the namespace's own.</summary>
    public static string FolderOf(string name) => Path.Combine(Folder, name);

    /// <summary>A file or folder as a program in the namespace sees it; the same for no namespace.</summary>
    /// <exception cref="FirewallException"><c>NamespaceWithoutFiles</c>: it would see the host's own.</exception>
    public static string PathIn(string? name, string path)
    {
        if (name is null)
            return path;
        var words = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var shown = words is ["etc", var entry, ..] ? Path.Combine(FolderOf(name), entry) : null;
        return shown is not null && Path.Exists(shown) ? Path.Combine([FolderOf(name), .. words[1..]])
            : throw ProofErrors.NamespaceWithoutFiles(name, shown ?? path);
    }

    /// <summary>
    /// Shows the namespace's own files to the calling thread, which must end afterwards. Where that can't be done the host's own
    /// files stay in view, as with <c>ip netns exec</c>.
    /// </summary>
    public static void ShowToThisThread(string name)
    {
        var folder = FolderOf(name);
        if (!Directory.Exists(folder) || !NamespaceCalls.UnshareMounts())
            return;
        foreach (var entry in Directory.EnumerateFileSystemEntries(folder))
            NamespaceCalls.BindMount(entry, Path.Combine("/etc", Path.GetFileName(entry)));
    }
}
