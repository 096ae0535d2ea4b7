namespace PortFirewall;

/// <summary>What there is to work with on this host, or in one of its network namespaces.</summary>
public sealed class FirewallEnvironment
{
    /// <summary>What the plain <c>iptables</c> command is; null where it is not installed.</summary>
    public IptablesBackend? Backend { get; init; }

    /// <summary>The native tools that are installed, with version and backend.</summary>
    public required IReadOnlyList<FirewallTool> Tools { get; init; }

    /// <summary>Whether the namespace speaks IPv6, so that changes cover both families; null where this user can't look into it.</summary>
    public required bool? IPv6Enabled { get; init; }

    /// <summary>
    /// The base chains of nftables' own tables and of the other iptables backend, which see inbound packets too; empty where there
    /// are none, null where they could not be read.
    /// </summary>
    public IReadOnlyList<FirewallHook>? OtherHooks { get; init; }

    /// <summary>
    /// The programs that keep rules of their own (ufw, firewalld, Docker, kube-proxy, fail2ban …), each with what shows it; empty where there are none,
    /// null where the rules could not be read.
    /// </summary>
    public IReadOnlyList<FirewallManager>? Managers { get; init; }

    /// <summary>What loads rules at boot, such as <c>netfilter-persistent</c>; null where nothing is installed.</summary>
    public string? PersistenceProvider { get; init; }

    /// <summary>Whether it is enabled, by the links on disk; null where there is no such provider.</summary>
    public bool? PersistenceEnabledAtBoot { get; init; }

    /// <summary>Every provider that is enabled at boot. Of several, one loads its rules over the other's, and <c>Save-IptablesRuleset</c> asks for <c>-Provider</c>.</summary>
    public string[] PersistenceEnabled { get; init; } = [];

    /// <summary>How privileged tools can be run.</summary>
    public required FirewallElevation Elevation { get; init; }

    /// <summary>The network namespace (<c>ip netns</c>) that was asked about; null for the host's own.</summary>
    public string? NetworkNamespace { get; init; }
}
