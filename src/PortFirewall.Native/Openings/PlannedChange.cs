namespace PortFirewall;

/// <summary>What a <see cref="PortOperation"/> would change.</summary>
/// <param name="Target">The rules or places, in words.</param>
/// <param name="CommandLines">The native commands, as they could be typed.</param>
/// <param name="Changes">What becomes of the rules, family by family.</param>
internal sealed record PlannedChange(string Target, IReadOnlyList<string> CommandLines, IReadOnlyList<RulesetChange> Changes);
