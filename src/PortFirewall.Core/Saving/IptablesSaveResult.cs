namespace PortFirewall;

/// <summary>A rule set that was saved and read back.</summary>
public sealed class IptablesSaveResult
{
    /// <summary>What saved it: <c>netfilter-persistent</c>, or <c>File</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>The file that holds the rules.</summary>
    public required string Path { get; init; }

    /// <summary>The family of the rules.</summary>
    public required AddressFamily AddressFamily { get; init; }

    /// <summary>
    /// True where the file was read back, holds what is in force, <c>iptables-restore --test</c> accepts it, and the proved
    /// rule is in it, ahead of any blocker.
    /// </summary>
    public required bool Verified { get; init; }

    /// <summary>A copy of the file as it was before; where only counters and comments were other, of the last one with other rules. Null where there was no file.</summary>
    public string? Backup { get; init; }

    /// <summary>Rules that are in the file now and were not before.</summary>
    public required IptablesRule[] Added { get; init; }

    /// <summary>Rules that were in the file before and are not now.</summary>
    public required IptablesRule[] Removed { get; init; }

    /// <summary>The network namespace (<c>ip netns</c>) whose rules were saved; null for the host's own.</summary>
    public string? NetworkNamespace { get; init; }
}
