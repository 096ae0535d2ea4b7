namespace PortFirewall;

/// <summary>All rules of a firewall at one moment, kept in files that <c>iptables-restore</c> and <c>ip6tables-restore</c> take.</summary>
public sealed class IptablesCheckpoint
{
    /// <summary>When the rules were read, in local time.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The files, one for each of <see cref="AddressFamily"/> and in that order, as <c>iptables-restore</c> takes no two families in one.</summary>
    public required string[] Path { get; init; }

    /// <summary>The families that were kept.</summary>
    public AddressFamily[] AddressFamily => Array.ConvertAll(Rulesets, r => r.AddressFamily);

    /// <summary>The rules with their counters: every table of every family.</summary>
    public required IptablesRuleset[] Rulesets { get; init; }

    /// <summary>How many rules there are in them.</summary>
    public int RuleCount => Rulesets.Sum(r => r.Rules.Count);

    /// <summary>The sets of <c>ipset</c> that rules refer to, by their headers: what is in them is not kept. Empty where no rule refers to one, or <c>ipset</c> can't be asked.</summary>
    public IpsetHeader[] Sets { get; init; } = [];

    /// <summary>Which iptables keeps the rules; null where the families are kept by different ones.</summary>
    public IptablesBackend? Backend => Rulesets.Select(r => r.Backend).Distinct().Count() == 1 ? Rulesets[0].Backend : null;

    /// <summary>The network namespace (<c>ip netns</c>) that the rules were read in; null for the host's own.</summary>
    public string? NetworkNamespace { get; init; }

    /// <summary>The name of the host.</summary>
    public required string HostName { get; init; }

    /// <summary>The time and the files.</summary>
    public override string ToString() => $"{Created:yyyy-MM-dd HH:mm:ss} {string.Join(", ", Path)}";
}
