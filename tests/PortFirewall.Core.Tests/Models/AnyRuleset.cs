using CsCheck;

namespace PortFirewall.Core.Tests.Models;

/// <summary>Random rule sets: chains nested and gone to, in every table that packets to this host meet.</summary>
internal static class AnyRuleset
{
    private static readonly string[] Users = ["ONE", "TWO", "THREE"];

    /// <summary>Rule sets that use all tables.</summary>
    public static Gen<ModelRuleset> Full(World world) => Gen.Select(
        Table(world, "filter", ["INPUT", "FORWARD"], 6, certain: false), Table(world, "raw", ["PREROUTING"], 2, certain: false),
        Table(world, "mangle", ["PREROUTING", "INPUT", "FORWARD"], 3, certain: false), Table(world, "nat", ["PREROUTING", "INPUT"], 2, certain: false),
        Table(world, "security", ["INPUT", "FORWARD"], 2, certain: false))
        .Select((filter, raw, mangle, nat, security) => new ModelRuleset(world, [.. raw, .. mangle, .. nat, .. filter, .. security]));

    /// <summary>Rule sets with the filter table only, whose user chains may be reached from FORWARD as well.</summary>
    public static Gen<ModelRuleset> Filter(World world, bool certain)
        => Table(world, "filter", ["INPUT", "FORWARD"], 6, certain).Select(chains => new ModelRuleset(world, chains));

    private static Gen<ModelChain[]> Table(World world, string table, string[] hooks, int most, bool certain)
    {
        Gen<ModelChain[]> chains = Gen.Const(Array.Empty<ModelChain>());
        foreach (var hook in hooks)
        {
            var policies = table == "filter" && hook == "INPUT" ? Gen.Frequency((2, ChainPolicy.Drop), (1, ChainPolicy.Accept))
                : table is "filter" or "nat" ? Gen.Const(ChainPolicy.Accept) : Gen.Frequency((9, ChainPolicy.Accept), (1, ChainPolicy.Drop));
            chains = Gen.Select(chains, policies, Rule(world, table, hook, 0, certain).Array[0, most]).Select((all, policy, rules) => (ModelChain[])[.. all, new ModelChain(table, hook, policy, rules)]);
        }
        for (var i = 0; i < Users.Length; i++)
        {
            var name = Users[i];
            chains = Gen.Select(chains, Rule(world, table, hooks.Length == 1 ? hooks[0] : "", i + 1, certain).Array[0, 4]).Select((all, rules) => (ModelChain[])[.. all, new ModelChain(table, name, ChainPolicy.None, rules)]);
        }
        return chains;
    }

    /// <param name="world">The addresses.</param>
    /// <param name="table">The table.</param>
    /// <param name="hook">The built-in chain; none where several may lead here.</param>
    /// <param name="depth">Chains from here on may be jumped to, so that none jumps into itself.</param>
    /// <param name="certain">Whether chance has no say.</param>
    private static Gen<ModelRule> Rule(World world, string table, string hook, int depth, bool certain)
    {
        var inner = Users[depth..];
        var verdicts = table == "nat" ? Gen.OneOf("ACCEPT", "RETURN") : Gen.Frequency((4, "ACCEPT"), (4, "DROP"), (2, "REJECT"), (2, "RETURN"));
        var others = Gen.Frequency(
            (2, Gen.OneOf<string?>("LOG", null, certain ? "LOG" : "NFQUEUE")), (table == "raw" ? 2 : 0, Gen.OneOf<string?>("NOTRACK", "CT --notrack", "CT --zone 1")),
            (table is "raw" or "mangle" ? 4 : 0, AnyTargets.Mark(table)), (table == "nat" && hook == "PREROUTING" ? 8 : 0, AnyTargets.DestinationNat(world)));
        var jumps = inner.Length == 0 ? verdicts.Select(v => (v, false)) : Gen.Select(Gen.OneOf(inner), Gen.Frequency((3, false), (1, true)));
        var targets = Gen.Frequency((6, verdicts.Select(v => ((string?)v, false))), (table == "filter" ? 1 : 4, others.Select(o => (o, false))), (inner.Length > 0 ? 4 : 1, jumps.Select(j => ((string?)j.Item1, j.Item2))));
        return Gen.Select(
            Optional(AnyConditions.Source(world), 3), Optional(AnyConditions.Destination(world), 1), Optional(AnyConditions.InInterface, 3), AnyConditions.Protocol,
            Optional(certain ? AnyConditions.State : Gen.Frequency(
                (6, AnyConditions.State), (3, AnyConditions.Mark(table)), (table == "raw" ? 0 : 2, AnyConditions.Connection(world)), (table == "raw" ? 0 : 1, AnyConditions.Translated), (1, AnyConditions.AddressType(world))), 3), Optional(AnyConditions.Range(world), 1), certain ? Gen.Const<ModelCondition?>((ModelCondition?)null) : Optional(AnyConditions.Chance, 1), targets)
            .Select((source, destination, inInterface, protocol, state, range, chance, target) => new ModelRule(
                [.. new[] { source, destination, inInterface }.OfType<ModelCondition>(), .. protocol, .. new[] { state, range, chance }.OfType<ModelCondition>()], target.Item1, target.Item2));
    }

    private static Gen<ModelCondition?> Optional(Gen<ModelCondition> condition, int inTen)
        => Gen.Frequency((10 - inTen, Gen.Const<ModelCondition?>((ModelCondition?)null)), (inTen, condition.Select(c => (ModelCondition?)c)));
}
