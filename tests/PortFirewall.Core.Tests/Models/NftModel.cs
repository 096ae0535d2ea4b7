using static PortFirewall.Core.Tests.Hooks.Nft;

namespace PortFirewall.Core.Tests.Models;

/// <summary>Rules of nft, and what becomes of one packet in them: plainly, a rule after the other, by what <c>nft(8)</c> says.</summary>
internal sealed record NftModel(IReadOnlyDictionary<string, NftModelRule[]> Chains, string FirstPolicy, string SecondPolicy)
{
    /// <summary>The same as nft prints it.</summary>
    public IEnumerable<string> Objects =>
    [
        Chain("c", "inet", "filter", "input", -5, FirstPolicy), Chain("d", "inet", "filter", "input", 5, SecondPolicy), Chain("x"), Chain("y"),
        .. Chains.Values.SelectMany(rules => rules).SelectMany(r => r.Sets),
        .. Chains.SelectMany(chain => chain.Value.Select(r => Rule(chain.Key, r.Statements))),
    ];

    public PortVerdict Decide(Packet packet)
        => (Run("c", packet) ?? FirstPolicy) == "drop" || (Run("d", packet) ?? SecondPolicy) == "drop" ? PortVerdict.Drop : PortVerdict.Accept;

    public override string ToString() => string.Join('\n', Objects);

    /// <summary><c>accept</c> or <c>drop</c>; null where the packet leaves the chain at its end.</summary>
    private string? Run(string chain, Packet packet)
    {
        foreach (var rule in Chains[chain])
        {
            if (!rule.Takes(packet) || rule.VerdictFor(packet) is not { } verdict)
                continue;
            switch (verdict.Name)
            {
                case "return":
                    return null;
                case "goto":
                    return Run(verdict.Target!, packet);
                case "jump":
                    if (Run(verdict.Target!, packet) is { } decided)
                        return decided;
                    break;
                default:
                    return verdict.Name;
            }
        }
        return null;
    }
}
