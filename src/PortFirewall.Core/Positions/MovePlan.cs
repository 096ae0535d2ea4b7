namespace PortFirewall;

/// <summary>Where a rule is to be moved.</summary>
/// <param name="Rule">The rule as it stands in the live rule set.</param>
/// <param name="Number">The number that it shall have.</param>
/// <param name="Warning">What the user should know of other firewalls that stop a part of its packets, or may; null where none does.</param>
internal sealed record MovePlan(IptablesRule Rule, int Number, string? Warning);
