namespace PortFirewall;

/// <summary>What happens to a packet that reaches the end of a chain.</summary>
public enum ChainPolicy
{
    /// <summary>A user chain: the packet returns to the chain that jumped here.</summary>
    None,

    /// <summary>The packet goes on to the next table.</summary>
    Accept,

    /// <summary>The packet is dropped.</summary>
    Drop,
}
