namespace PortFirewall.Core.Tests.Models;

/// <summary>What has become of a packet on its way: what rules see beside its fields.</summary>
/// <param name="State">Its state.</param>
/// <param name="Mark">Its mark.</param>
/// <param name="ConnectionMark">Its connection's mark; null where it has no connection.</param>
/// <param name="Original">The packet as it came.</param>
internal sealed record Seen(ConnectionStates State, uint Mark, uint? ConnectionMark, Packet Original)
{
    /// <summary>Whether a rule of <c>nat</c> has made its destination another one.</summary>
    public bool IsTranslated { get; init; }
}
