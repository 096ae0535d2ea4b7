namespace PortFirewall.Core.Tests.Models;

/// <summary>A chain; without a policy it is a user chain.</summary>
internal sealed record ModelChain(string Table, string Name, ChainPolicy Policy, IReadOnlyList<ModelRule> Rules);
