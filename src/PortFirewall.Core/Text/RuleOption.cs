namespace PortFirewall;

/// <summary>What an option of a rule's text turned out to be.</summary>
/// <param name="Name">Its full name: <c>--dport</c> for <c>--dp</c>, <c>-j</c> for <c>--jump</c>.</param>
/// <param name="Owner">The options of the match or target that it belongs to; null for one of iptables' own.</param>
/// <param name="TakesValue">Whether a value has to follow; null where its extension is not known.</param>
internal readonly record struct RuleOption(string Name, List<IptablesOption>? Owner, bool? TakesValue);
