namespace PortFirewall;

/// <summary>What nf_tables reports (<c>enum nft_trace_types</c>).</summary>
internal enum NftTraceKind
{
    /// <summary>The end of a base chain.</summary>
    Policy = 1,

    /// <summary>The end of another chain.</summary>
    Return = 2,

    /// <summary>A rule that took the packet.</summary>
    Rule = 3,
}
