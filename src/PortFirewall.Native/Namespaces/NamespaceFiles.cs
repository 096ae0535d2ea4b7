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
