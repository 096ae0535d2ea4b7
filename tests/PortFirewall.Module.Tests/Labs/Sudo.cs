namespace PortFirewall;

/// <summary>
/// <c>sudo</c>, for one process with files of its own: out of its package where the machine has none, with a rule that the machine's own
/// <c>sudoers</c> does not have. The commands are for <see cref="ChildEngine"/>.
/// </summary>
internal static class Sudo
{
    private static readonly bool IsInstalled = File.Exists("/usr/bin/sudo");

    /// <summary>Why it can't be had here, as a sentence; null where it can.</summary>
    public static string? WhyNot => IsInstalled ? null : TestPackages.Sudo.WhyNot;

    /// <summary>Commands after which it is there.</summary>
    public static string Installed(ScratchFolder folder)
        => IsInstalled ? ":"
            : $"""
              for p in {TestPackages.Sudo.Folder}/*.deb; do dpkg-deb --extract $p {folder.Path}/unpacked || exit 1; done;
              for d in etc usr; do mount -t overlay overlay -o lowerdir={folder.Path}/unpacked/$d:/$d /$d || exit 1; done
              """.ReplaceLineEndings(" ");

    /// <summary>Commands after which nobody may do everything with it, where it is there.</summary>
    public static string AllowNobody(ScratchFolder folder)
    {
        var sudoers = Path.Combine(folder.Path, "sudoers");
        File.WriteAllText(sudoers, "nobody ALL=(root) NOPASSWD: ALL\n");
        return $"chown 0:0 {sudoers} && chmod 440 {sudoers} && mount --bind {sudoers} /etc/sudoers";
    }

    /// <summary>Both.</summary>
    public static string ForNobody(ScratchFolder folder) => $"{Installed(folder)} && {AllowNobody(folder)}";
}
