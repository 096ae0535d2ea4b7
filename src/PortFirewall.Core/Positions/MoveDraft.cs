namespace PortFirewall;

/// <summary>Moves of several rules, each planned against the rule set that those before it leave.</summary>
internal sealed class MoveDraft
{
    private readonly Dictionary<AddressFamily, IptablesRuleset> _models = [];
    private readonly Dictionary<(AddressFamily Family, string Table), List<RuleEdit>> _edits = [];
    private readonly List<MovePlan> _plans = [];
    private readonly List<int> _numbers = [];

    /// <summary>Where each rule goes when its turn comes.</summary>
    public IReadOnlyList<MovePlan> Plans => _plans;

    /// <summary>The number that each rule has when all are where they belong.</summary>
    public IReadOnlyList<int> FinalNumbers => _numbers;

    /// <summary>The changes, in order: those of one table are whole or absent by themselves.</summary>
    public IEnumerable<((AddressFamily Family, string Table) Place, IReadOnlyList<RuleEdit> Edits)> Edits
        => _edits.OrderBy(e => e.Key.Family).Select(e => (e.Key, (IReadOnlyList<RuleEdit>)e.Value));

    /// <inheritdoc cref="MovePlanner.Plan"/>
    public void Add(IptablesRuleset live, IptablesRule rule, int? position, bool force)
    {
        var model = _models.GetValueOrDefault(live.AddressFamily, live);
        var plan = MovePlanner.Plan(model, rule, position, force);
        var moved = plan.Rule;
        if (moved.Number != plan.Number)
        {
            RuleEdit[] edits =
            [
                RuleEdit.Delete(moved),
                RuleEdit.Insert(moved.Table, moved.Chain, plan.Number, moved.Specification) with { Packets = moved.Packets, Bytes = moved.Bytes },
            ];
            _models[live.AddressFamily] = RulesetChange.Of(model, edits).AsReadWith(live);
            var place = (live.AddressFamily, moved.Table);
            if (!_edits.TryGetValue(place, out var known))
                _edits[place] = known = [];
            known.AddRange(edits);
            for (var i = 0; i < _plans.Count; i++)
            {
                if ((_plans[i].Rule.AddressFamily, _plans[i].Rule.Table, _plans[i].Rule.Chain) == (moved.AddressFamily, moved.Table, moved.Chain))
                    _numbers[i] = After(_numbers[i], moved.Number, plan.Number);
            }
        }
        _plans.Add(plan);
        _numbers.Add(plan.Number);
    }

    /// <summary>The number of a rule after another one has gone from one place to another.</summary>
    private static int After(int number, int from, int to)
    {
        // The same rule was given twice.
        if (number == from)
            return to;
        var without = number - (from < number ? 1 : 0);
        return without + (to <= without ? 1 : 0);
    }
}
