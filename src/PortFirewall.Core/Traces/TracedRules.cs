namespace PortFirewall;

/// <summary>All rules that a traced packet may meet, as they were read at one moment: for turning the kernel's names of rules into rules.</summary>
/// <param name="Own">The rule sets that were asked about, a family each.</param>
/// <param name="Other">Those of the other iptables backend, where it has any.</param>
/// <param name="Nft">Everything of nf_tables.</param>
/// <param name="Handles">Which position each of its rules has.</param>
internal sealed record TracedRules(IReadOnlyList<IptablesRuleset> Own, IReadOnlyList<IptablesRuleset> Other, NftRuleset Nft, RuleHandles Handles)
{
    /// <summary>Whether both are the same, to the letter.</summary>
    public bool SaysTheSameAs(TracedRules other)
        => Handles.SaysTheSameAs(other.Handles) && AreSame(Own, other.Own) && AreSame(Other, other.Other);

    public IptablesRuleset? Find(AddressFamily family, IptablesBackend backend)
        => Own.Concat(Other).FirstOrDefault(r => r.AddressFamily == family && r.Backend == backend);

    /// <summary>Whether it is the backend that was asked about.</summary>
    public bool IsOwn(AddressFamily family, IptablesBackend backend) => Own.Any(r => r.AddressFamily == family && r.Backend == backend);

    public NftChain? FindChain(string family, string table, string chain)
        => Nft.Tables.FirstOrDefault(t => t.Family == family && t.Name == table)?.Chains.GetValueOrDefault(chain);

    private static bool AreSame(IReadOnlyList<IptablesRuleset> some, IReadOnlyList<IptablesRuleset> others)
        => some.Count == others.Count && some.Zip(others).All(pair => pair.First.SaysTheSameAs(pair.Second));
}
