namespace PortFirewall;

/// <summary>The chains of one table, of whatever firewall, as a walker takes them: rules understood, one after the other.</summary>
internal interface IRuleChains
{
    /// <summary>The rules of a chain in order, each understood when its turn comes; null where there is no such chain.</summary>
    IEnumerable<RuleMeaning>? Find(string chain);
}
