namespace PortFirewall;

/// <summary>A native tool that PortFirewall works with.</summary>
public sealed class FirewallTool
{
    /// <summary>The name of the program.</summary>
    public required string Name { get; init; }

    /// <summary>Its full path.</summary>
    public required string Path { get; init; }

    /// <summary>Its version; null where it does not tell.</summary>
    public string? Version { get; init; }

    /// <summary>The backend behind it; null for tools that are not an iptables.</summary>
    public IptablesBackend? Backend { get; init; }

    /// <summary>Name and version.</summary>
    public override string ToString() => Version is null ? Name : $"{Name} {Version}" + (Backend is null ? "" : $" ({Backend})");
}
