namespace PortFirewall;

/// <summary>One report of nf_tables about a packet that is traced.</summary>
/// <param name="Packet">What the kernel tells packets apart by.</param>
/// <param name="Family">The table's family as nft names it.</param>
/// <param name="Table">The table.</param>
/// <param name="Chain">The chain.</param>
/// <param name="Kind">What is reported.</param>
internal sealed record NftTraceEvent(uint Packet, string Family, string Table, string Chain, NftTraceKind Kind)
{
    /// <summary>The handle of the rule; 0 where there is none.</summary>
    public ulong Rule { get; init; }

    /// <summary>What the rule made of it (<c>enum nft_verdicts</c>, and <c>NF_DROP</c> and others from 0 on), or the policy.</summary>
    public int Verdict { get; init; }

    /// <summary>The packet's headers, which the first report of each base chain has; null in the others.</summary>
    public TracedPacket? Headers { get; init; }
}
