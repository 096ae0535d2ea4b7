namespace PortFirewall;

/// <summary>
/// Debian's and Ubuntu's <c>netfilter-persistent</c> with the plugins of <c>iptables-persistent</c> and <c>ipset-persistent</c> (read in these packages,
/// version 1.0.20): <c>/etc/iptables/rules.v4</c>, <c>rules.v6</c> and <c>ipsets</c>.
/// </summary>
internal sealed class NetfilterPersistentProvider : BootProvider
{
    private const string Folder = "/etc/iptables";
    private const string Settings = "/etc/default/netfilter-persistent";
    private const string Plugins = "/usr/share/netfilter-persistent/plugins.d";
    private const string SetsPlugin = "10-ipset";

    /// <summary>The plugins whose work is done here; 40-ipset saves nothing.</summary>
    private static readonly string[] Known = [SetsPlugin, "15-ip4tables", "25-ip6tables", "40-ipset"];

    public override string Name => "netfilter-persistent";

    public override bool IsInstalled => NativeTool.NetfilterPersistent.FindPath() is not null && HasPlugin(PluginOf(AddressFamily.IPv4));

    /// <summary>Its tool always writes both, whichever were asked for; the plugin for IPv6 ends at once where the kernel has none.</summary>
    private static IReadOnlyList<AddressFamily> Families => IPv6Support.IsPresent ? [AddressFamily.IPv4, AddressFamily.IPv6] : [AddressFamily.IPv4];

    public override BootLoading? BootLoadingOf(AddressFamily family)
        => HasPlugin(PluginOf(family))
            ? new BootLoading(SystemdUnits.IsUsed ? SystemdUnits.IsEnabled("netfilter-persistent.service") : RunLevels.Starts("netfilter-persistent"), "systemctl enable netfilter-persistent")
            : new BootLoading(false, "apt-get install iptables-persistent");

    protected override async Task<SavePlan> PlanFilesAsync(SaveRequest request, CancellationToken cancellation)
    {
        var folder = NamespaceFiles.PathIn(request.Scope.NetworkNamespace, Folder);
        var settings = ShellSettings.Read(await SavedFiles.ReadAsync(Settings, cancellation));
        foreach (var setting in Families.Select(SwitchOf).Where(s => settings.GetValueOrDefault(s) == "yes"))
            throw ProofErrors.SavingSwitchedOff(Name, Settings, setting);
        var savesSets = HasPlugin(SetsPlugin) && settings.GetValueOrDefault("IPSET_SKIP_SAVE") != "yes" && NativeTool.Ipset.FindPath() is not null;
        return new SavePlan(Name, [.. Families.Select(f => new SaveTarget(f, Path.Combine(folder, f == AddressFamily.IPv4 ? "rules.v4" : "rules.v6")))])
        {
            SetsPath = savesSets ? Path.Combine(folder, "ipsets") : null,
            Notes = [.. OtherPlugins.Select(plugin => $"The plugin {plugin} of netfilter-persistent was not run; 'netfilter-persistent save' runs all of them.")],
        };
    }

    private static IEnumerable<string> OtherPlugins
        => Directory.Exists(Plugins) ? Directory.EnumerateFiles(Plugins).Select(f => Path.GetFileName(f)!).Where(p => !Known.Contains(p, StringComparer.Ordinal) && HasPlugin(p)).Order(StringComparer.Ordinal) : [];

    private static string PluginOf(AddressFamily family) => family == AddressFamily.IPv4 ? "15-ip4tables" : "25-ip6tables";

    private static string SwitchOf(AddressFamily family) => family == AddressFamily.IPv4 ? "IPTABLES_SKIP_SAVE" : "IP6TABLES_SKIP_SAVE";

    private static bool HasPlugin(string name)
        => Path.Combine(Plugins, name) is var file && File.Exists(file) && File.GetUnixFileMode(file).HasFlag(UnixFileMode.UserExecute);
}
