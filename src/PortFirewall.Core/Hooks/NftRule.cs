using System.Text.Json;

namespace PortFirewall;

/// <summary>A rule of nf_tables.</summary>
/// <param name="Chain">The chain that it stands in.</param>
/// <param name="Number">Its place there, from 1.</param>
/// <param name="Expressions">Its expressions and statements, as JSON (<c>libnftables-json(5)</c>).</param>
internal sealed record NftRule(NftChain Chain, int Number, JsonElement Expressions)
{
    /// <summary>How <c>DecidedBy</c> names the rule: <c>nft inet filter input:3</c>.</summary>
    public string Place => $"{Chain.Place}:{Number}";

    /// <summary>Whether a part of it is kept for <c>iptables-nft</c>, which alone can say what it means.</summary>
    public bool IsOfXtables => Statements.Any(s => s.Name == "xt");

    /// <summary>The expressions and statements by their keyword, in order.</summary>
    public IEnumerable<(string Name, JsonElement Value)> Statements
        => Expressions.ValueKind != JsonValueKind.Array ? []
            : Expressions.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Object).SelectMany(e => e.EnumerateObject()).Select(p => (p.Name, p.Value));
}
