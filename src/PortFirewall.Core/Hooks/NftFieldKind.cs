namespace PortFirewall;

/// <summary>The fields that expressions of nft look at.</summary>
internal enum NftFieldKind
{
    Source,
    Destination,
    SourcePort,
    DestinationPort,
    InInterface,

    /// <summary>A packet on its way in has none: its name is empty, its number 0 (<c>net/netfilter/nft_meta.c</c>, <c>nft_meta_store_ifname</c>).</summary>
    OutInterface,

    Protocol,
    Family,
    State,
    TcpFlags,

    /// <summary>One that PortFirewall does not know packets by.</summary>
    Other,
}
