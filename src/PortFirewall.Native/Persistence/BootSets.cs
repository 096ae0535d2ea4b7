namespace PortFirewall;

/// <summary>
/// The sets that something restores at boot, ahead of the rules: the plugin of Debian's <c>ipset-persistent</c>, the unit <c>ipset.service</c>
/// (<c>/etc/sysconfig/ipset</c> and <c>ipset.d/*.set</c> of RHEL's <c>ipset-service</c>, <c>/etc/ipset.conf</c> of Arch), and OpenRC's service <c>ipset</c>
/// (<c>/etc/ipset.d/NAME</c> on Alpine, the file in <c>/etc/conf.d/ipset</c> on Gentoo).
/// </summary>
internal static class BootSets
{
    private const string DebianPlugin = "/usr/share/netfilter-persistent/plugins.d/10-ipset";
    private const string AlpineFolder = "/etc/ipset.d";

    /// <summary>Their names.</summary>
    /// <param name="exceptFile">A file that is about to be written, and says something else then.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static async Task<IReadOnlySet<string>> NamesAsync(string? exceptFile, CancellationToken cancellation)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in await FilesAsync(cancellation))
        {
            if (file != exceptFile && await SavedFiles.ReadAsync(file, cancellation) is { } text)
                names.UnionWith(IpsetRestoreText.NamesIn(text));
        }
        // A file for each set, without its name inside.
        if (RunLevels.OpenRcStarts("ipset") && Directory.Exists(AlpineFolder))
            names.UnionWith(Directory.EnumerateFiles(AlpineFolder).Select(f => Path.GetFileName(f)!));
        return names;
    }

    private static async Task<IReadOnlyList<string>> FilesAsync(CancellationToken cancellation)
    {
        var files = new List<string>();
        if (File.Exists(DebianPlugin))
            files.Add("/etc/iptables/ipsets");
        if (SystemdUnits.IsEnabled("ipset.service"))
        {
            files.AddRange(["/etc/sysconfig/ipset", "/etc/ipset.conf"]);
            if (Directory.Exists("/etc/sysconfig/ipset.d"))
                files.AddRange(Directory.EnumerateFiles("/etc/sysconfig/ipset.d", "*.set"));
        }
        if (RunLevels.OpenRcStarts("ipset") && ShellSettings.Read(await SavedFiles.ReadAsync("/etc/conf.d/ipset", cancellation)).TryGetValue("IPSET_SAVE", out var file))
            files.Add(file);
        return files;
    }
}
