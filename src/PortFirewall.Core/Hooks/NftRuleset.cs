namespace PortFirewall;

/// <summary>Everything that <c>nft --json list ruleset</c> says of one network namespace, of all families.</summary>
internal sealed class NftRuleset(IReadOnlyList<NftTable> tables)
{
    public static readonly NftRuleset Empty = new([]);

    public IReadOnlyList<NftTable> Tables { get; } = tables;
}
