namespace PortFirewall;

/// <summary>A rule set that was saved and read back.</summary>
public sealed class IptablesSaveResult
{
    /// <summary>What loads the file at boot: <c>netfilter-persistent</c>, <c>iptables-services</c>, <c>openrc</c> or <c>systemd</c>; or <c>File</c> for a path that was given.</summary>
    public required string Provider { get; init; }

    /// <summary>The file that holds the rules.</summary>
    public required string Path { get; init; }

    /// <summary>The family of the rules.</summary>
    public required AddressFamily AddressFamily { get; init; }

    /// <summary>
    /// True where the file was read back and holds what is in force, the proved rule is in it, ahead of any blocker, and
    /// <c>iptables-restore --test</c> accepts it; false where it can't be loaded at boot as it is (<see cref="MissingSets"/>).
    /// </summary>
    public required bool Verified { get; init; }

    /// <summary>A copy of the file as it was before; where only counters and comments were other, of the last one with other rules. Null where there was no file.</summary>
    public string? Backup { get; init; }

    /// <summary>Rules that are in the file now and were not before.</summary>
    public required IptablesRule[] Added { get; init; }

    /// <summary>Rules that were in the file before and are not now.</summary>
    public required IptablesRule[] Removed { get; init; }

    /// <summary>Whether the file was loaded into a scratch network namespace, and gave the same rules there; false where this process may not make one.</summary>
    public bool LoadTested { get; init; }

    /// <summary>Whether something loads the file at boot; null where that is not known: of a path that was given, and in a network namespace.</summary>
    public bool? EnabledAtBoot { get; init; }

    /// <summary>Sets of <c>ipset</c> that the rules refer to and that nothing restores at boot, so that the rules can't be loaded then.</summary>
    public string[] MissingSets { get; init; } = [];

    /// <summary>What other programs keep in the rule set, each with its chains, and whether it was left out of the file.</summary>
    public ManagedRules[] Managed { get; init; } = [];

    /// <summary>The changes under a timer that saving confirmed, by their names (<c>Get-IptablesRollback</c>): those that are whole in the files that boot loads. Told with each file.</summary>
    public string[] Confirmed { get; init; } = [];

    /// <summary>What the user should know of it, as sentences.</summary>
    internal IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The network namespace (<c>ip netns</c>) whose rules were saved; null for the host's own.</summary>
    public string? NetworkNamespace { get; init; }
}
