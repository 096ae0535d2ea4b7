using System.Text;

namespace PortFirewall.Core.Tests.Models;

/// <summary>A rule set that the tests understand by themselves.</summary>
internal sealed record ModelRuleset(World World, IReadOnlyList<ModelChain> Chains)
{
    public AddressFamily Family => World.Family;

    public ModelChain? Find(string table, string chain) => Chains.FirstOrDefault(c => c.Table == table && c.Name == chain);

    public bool IsUndecided(ConnectionStates states) => Chains.Any(c => c.Rules.Any(r => r.IsUndecided(states)));

    /// <summary>The rule set with one more rule.</summary>
    public ModelRuleset Insert(string table, string chain, int number, ModelRule rule) => this with
    {
        Chains = [.. Chains.Select(c => c.Table == table && c.Name == chain ? c with { Rules = [.. c.Rules.Take(number - 1), rule, .. c.Rules.Skip(number - 1)] } : c)],
    };

    public IptablesRuleset Read()
    {
        var read = RulesetReader.Read(ToString(), Family);
        return new IptablesRuleset { AddressFamily = Family, Tables = read.Tables, Facts = World.Facts };
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var table in Chains.GroupBy(c => c.Table, StringComparer.Ordinal))
        {
            text.Append('*').Append(table.Key).Append('\n');
            foreach (var chain in table)
                text.Append($":{chain.Name} {(chain.Policy == ChainPolicy.None ? "-" : chain.Policy.ToString().ToUpperInvariant())} [0:0]\n");
            foreach (var chain in table)
            {
                foreach (var rule in chain.Rules)
                    text.Append($"-A {chain.Name} {rule.Text}\n");
            }
            text.Append("COMMIT\n");
        }
        return text.ToString();
    }
}
