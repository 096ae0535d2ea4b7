namespace PortFirewall;

/// <summary>Which firewall is meant: whose network namespace, and which iptables if not the host's default.</summary>
/// <param name="NetworkNamespace">A namespace of <c>ip netns</c>; null for the caller's own.</param>
/// <param name="Backend">The backend asked for; null for whatever the plain <c>iptables</c> command is.</param>
internal sealed record FirewallScope(string? NetworkNamespace, IptablesBackend? Backend);
