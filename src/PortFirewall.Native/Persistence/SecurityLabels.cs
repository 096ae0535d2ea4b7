namespace PortFirewall;

/// <summary>
/// The labels of SELinux: a new file has that of its folder, and the services that load rules may read only files with theirs
/// (<c>restorecon(8)</c>, as <c>iptables.init</c> of RHEL calls it).
/// </summary>
internal static class SecurityLabels
{
    private static readonly NativeTool Restorecon = new("restorecon", "policycoreutils");

    public static async Task RestoreAsync(IReadOnlyList<string> files)
    {
        if (!File.Exists("/sys/fs/selinux/enforce") || Restorecon.FindPath() is null)
            return;
        (await NativeRunner.RunAsync(new NativeCommand(Restorecon, ["--", .. files]) { Purpose = "label saved rules" }, CancellationToken.None)).EnsureSuccess();
    }
}
