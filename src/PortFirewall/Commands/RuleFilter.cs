using System.Management.Automation;

namespace PortFirewall;

/// <summary>Picks rules by what they say; what is not asked about does not matter.</summary>
internal sealed class RuleFilter(IReadOnlyList<PortRange> ports, string? protocol, IReadOnlyList<string> targets, string? comment)
{
    private readonly List<WildcardPattern> _targets = [.. targets.Select(t => Wildcards.Read(t, WildcardOptions.IgnoreCase))];
    private readonly WildcardPattern? _comment = comment is null ? null : Wildcards.Read(comment, WildcardOptions.IgnoreCase);

    public bool Takes(IptablesRule rule)
        => (ports.Count == 0 || NamesPort(rule))
            && (protocol is null || string.Equals(rule.Protocol, protocol, StringComparison.OrdinalIgnoreCase))
            && (_targets.Count == 0 || (rule.Target is { } target && _targets.Exists(t => t.IsMatch(target))))
            && (_comment is null || (rule.Comment is { } text && _comment.IsMatch(text)));

    private bool NamesPort(IptablesRule rule)
        => rule.DestinationPort is { } named && !named.StartsWith('!') && PortSets.ReadList(named) is { } set && ports.Any(p => set.Overlaps(p.ToSet()));
}
