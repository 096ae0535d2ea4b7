namespace PortFirewall;

/// <summary>The chains of one table, of whatever firewall, as a walker takes them: rules understood, one after the other.</summary>
internal interface IRuleChains
{
    /// <summary>The rules of a chain in order, each understood when its turn comes; null where there is no such chain.</summary>
    IEnumerable<RuleMeaning>? Find(string chain);

    /// <summary>The same, where rules may be left out that certainly take none of the packets.</summary>
    IEnumerable<RuleMeaning>? Find(string chain, IReadOnlyList<PathPart> packets) => Find(chain);

    /// <summary>Where the rules of a chain stand and what they say, in order; none is understood for that. Empty where there is no such chain.</summary>
    IEnumerable<(string Place, string Text)> Texts(string chain);

    /// <summary>The same chains on a host of which more is known.</summary>
    IRuleChains With(HostFacts known) => this;

    /// <summary>The rules of all chains.</summary>
    IEnumerable<RuleMeaning> All { get; }
}
