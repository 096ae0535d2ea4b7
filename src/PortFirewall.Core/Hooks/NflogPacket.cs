namespace PortFirewall;

/// <summary>A packet that a rule logged with <c>NFLOG</c> or <c>TRACE</c>, as the kernel hands it to a group of listeners.</summary>
/// <param name="Prefix">The text that the rule has given it.</param>
/// <param name="Family">The family of the packet; null for one that is neither IPv4 nor IPv6.</param>
/// <param name="Bytes">The packet from its IP header on, as far as the listener wanted it.</param>
internal sealed record NflogPacket(string Prefix, AddressFamily? Family, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The number of the interface that it came by; null where it came by none.</summary>
    public int? InInterface { get; init; }

    /// <summary>The packet's mark; 0 for none.</summary>
    public uint Mark { get; init; }
}
