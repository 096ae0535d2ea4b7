namespace PortFirewall;

/// <summary>The packets of one sender, in order, and which of them the legacy tables are telling of.</summary>
internal sealed class LegacyTraceWays(IReadOnlyList<TracedWay> ways, LegacyTraceSteps steps)
{
    private int _way;
    private ((InboundHook, int) Turn, int Number) _at;
    private TracedVisit? _visit;

    public void Add(LegacyTraceLine line, TracedPacket headers)
    {
        if (LegacyTraceSteps.TurnOf(line) is { } turn)
        {
            var order = _visit is null ? 1 : (turn, line.Number).CompareTo(_at);
            // A packet never comes to the same place twice: this is the next one.
            if (order <= 0)
                _way++;
            if (order <= 0 || _visit is null || turn != _at.Turn)
                Enter(turn, headers);
            _at = (turn, line.Number);
        }
        if (_visit is not null && steps.Step(line, headers.Family) is { } step)
            _visit.Steps.Add(step);
    }

    private void Enter((InboundHook, int) turn, TracedPacket headers)
    {
        _visit = new TracedVisit(turn, headers);
        if (_way < ways.Count)
            ways[_way].Visits.Add(_visit);
    }
}
