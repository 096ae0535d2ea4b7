namespace PortFirewall;

/// <summary>A file that the rules of one family go into.</summary>
/// <param name="Family">The family.</param>
/// <param name="Path">The file, as seen from outside of any namespace.</param>
internal sealed record SaveTarget(AddressFamily Family, string Path)
{
    /// <summary>Whether whoever loads it keeps the counters (<c>iptables-save -c</c>).</summary>
    public bool WithCounters { get; init; }

    /// <summary>Whether it is loaded at boot; null where that is not known.</summary>
    public BootLoading? Boot { get; init; }
}
