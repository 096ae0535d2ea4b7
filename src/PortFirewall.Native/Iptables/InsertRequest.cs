namespace PortFirewall;

/// <summary>Rules to insert into one firewall, all families together.</summary>
/// <param name="Scope">The firewall.</param>
/// <param name="Rules">The rules in order, of every family. Rules that differ in their family only stand or fall together.</param>
/// <param name="Position">The number that the user insists on; null to have it worked out.</param>
/// <param name="Force">Insert ahead of what accepts the packets already, or behind what stops them.</param>
internal sealed record InsertRequest(FirewallScope Scope, IReadOnlyList<PortRule> Rules, int? Position, bool Force);
