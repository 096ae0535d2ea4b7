namespace PortFirewall.Core.Tests.Models;

/// <summary>What a rule of nft asks.</summary>
/// <param name="Json">The question as JSON.</param>
/// <param name="Takes">Its answer for one packet.</param>
/// <param name="Set">The named set that it looks into, as JSON; null where it needs none.</param>
internal sealed record NftModelComparison(string Json, Func<Packet, bool> Takes, string? Set = null);
