namespace PortFirewall;

/// <summary>What starts at boot where systemd does not: the links of OpenRC's and of System V's run levels.</summary>
internal static class RunLevels
{
    public const string OpenRcFolder = "/etc/runlevels";

    private static readonly string[] SystemVFolders = ["/etc/rcS.d", "/etc/rc2.d", "/etc/rc3.d", "/etc/rc4.d", "/etc/rc5.d"];

    /// <summary>Whether a run level of OpenRC has the service (<c>rc-update(8)</c>).</summary>
    public static bool OpenRcStarts(string service)
        => Directory.Exists(OpenRcFolder) && Directory.EnumerateDirectories(OpenRcFolder).Any(level => new FileInfo(Path.Combine(level, service)) is { Exists: true } or { LinkTarget: not null });

    /// <summary>Whether a run level of System V starts the script (<c>update-rc.d(8)</c>): <c>/etc/rcS.d/S01NAME</c>.</summary>
    public static bool Starts(string script)
        => SystemVFolders.Where(Directory.Exists)
            .Any(folder => Directory.EnumerateFileSystemEntries(folder).Any(f => Path.GetFileName(f) is ['S', _, _, .. var name] && name == script));
}
