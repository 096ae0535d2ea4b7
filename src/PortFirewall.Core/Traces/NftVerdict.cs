namespace PortFirewall;

/// <summary>What a rule of nf_tables makes of a packet (<c>enum nft_verdicts</c>; from 0 on those of netfilter).</summary>
internal static class NftVerdict
{
    public const int Continue = -1;
    public const int Jump = -3;
    public const int Goto = -4;
    public const int Return = -5;
    public const int Drop = 0;
    public const int Accept = 1;

    /// <summary><c>NF_VERDICT_MASK</c>: above it, a drop has an error and a queue its number.</summary>
    public const int Mask = 0xff;
}
