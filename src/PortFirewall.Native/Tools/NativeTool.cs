namespace PortFirewall;

/// <summary>A native program by name, with the package that it comes from, found in the system's own folders only.</summary>
/// <param name="Name">The program's file name, such as <c>iptables-save</c>.</param>
/// <param name="Package">The package to install where it is missing.</param>
internal sealed record NativeTool(string Name, string Package)
{
    /// <summary>
    /// Where tools are looked for. Not the caller's <c>PATH</c>: what runs as root must not depend on a variable that
    /// anybody may have set.
    /// </summary>
    private static readonly string[] SystemFolders = ["/usr/sbin", "/sbin", "/usr/bin", "/bin"];

    public static readonly NativeTool Ip = new("ip", "iproute2");
    public static readonly NativeTool Ss = new("ss", "iproute2");
    public static readonly NativeTool Ssh = new("ssh", "openssh-client");
    public static readonly NativeTool Sudo = new("sudo", "sudo");
    public static readonly NativeTool Shell = new("sh", "dash");
    public static readonly NativeTool Setsid = new("setsid", "util-linux");
    public static readonly NativeTool Timeout = new("timeout", "coreutils");
    public static readonly NativeTool Sysctl = new("sysctl", "procps");
    public static readonly NativeTool Nsenter = new("nsenter", "util-linux");
    public static readonly NativeTool Nft = new("nft", "nftables");
    public static readonly NativeTool Ipset = new("ipset", "ipset");
    public static readonly NativeTool NetfilterPersistent = new("netfilter-persistent", "iptables-persistent");

    /// <summary>The full path, or null where the tool is not installed.</summary>
    public string? FindPath()
        => SystemFolders.Select(folder => Path.Combine(folder, Name)).FirstOrDefault(File.Exists);

    /// <summary>The full path.</summary>
    /// <exception cref="FirewallException"><c>ToolNotFound</c>.</exception>
    public string RequirePath() => FindPath() ?? throw ToolErrors.ToolNotFound(Name, Package);
}
