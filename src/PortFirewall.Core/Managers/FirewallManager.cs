namespace PortFirewall;

/// <summary>A program that keeps rules of its own, with what shows it.</summary>
public sealed class FirewallManager
{
    /// <summary>Its name: <c>ufw</c>, <c>firewalld</c>, <c>Docker</c>, <c>kube-proxy</c>, <c>fail2ban</c> …</summary>
    public required string Name { get; init; }

    /// <summary>How far it is in charge.</summary>
    public required FirewallManagerState State { get; init; }

    /// <summary>Whether it runs in this network namespace, or, where it is no program that stays, is switched on.</summary>
    public required bool IsRunning { get; init; }

    /// <summary>What shows it: chains and tables in the kernel, processes, files.</summary>
    public required string[] Evidence { get; init; }

    /// <summary>Its chains of iptables in the kernel, each with its table: <c>filter ufw-user-input</c>.</summary>
    public required string[] Chains { get; init; }

    /// <summary>Its own command that opens a port; <c>PORT</c> stands for the port.</summary>
    public required string Command { get; init; }

    /// <summary>Name and state.</summary>
    public override string ToString() => $"{Name} ({State})";
}
