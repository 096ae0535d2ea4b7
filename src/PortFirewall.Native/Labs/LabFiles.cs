namespace PortFirewall;

/// <summary>The configuration files of the lab's namespaces, which <c>ip netns exec</c> shows in place of the host's (<c>ip-netns(8)</c>).</summary>
internal static class LabFiles
{
    private const UnixFileMode PrivateFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes the files.</summary>
    public static void Create(LabPlan plan)
    {
        // A folder of its own for saved rules, so that saving in the lab can't touch the host's. It can only be shown where the host has one.
        if (Directory.Exists("/etc/iptables"))
        {
            Directory.CreateDirectory(NamespaceFiles.FolderOf(plan.Server), PrivateFolder);
            Directory.CreateDirectory(Path.Combine(NamespaceFiles.FolderOf(plan.Server), "iptables"), PrivateFolder);
        }
        Directory.CreateDirectory(NamespaceFiles.FolderOf(plan.Client), PrivateFolder);
        File.WriteAllText(Path.Combine(NamespaceFiles.FolderOf(plan.Client), "hosts"), LabPlan.ClientHosts);
    }

    /// <summary>Takes them away.</summary>
    public static void Delete(LabPlan plan)
    {
        foreach (var name in (string[])[plan.Server, plan.Client])
        {
            if (Directory.Exists(NamespaceFiles.FolderOf(name)))
                Directory.Delete(NamespaceFiles.FolderOf(name), recursive: true);
        }
    }
}
