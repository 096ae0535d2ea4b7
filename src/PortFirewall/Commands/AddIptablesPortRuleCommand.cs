using System.Management.Automation;

namespace PortFirewall;

/// <summary>Opens ports: inserts an allow rule where it takes effect, for every address family or for none.</summary>
[Cmdlet(VerbsCommon.Add, "IptablesPortRule", SupportsShouldProcess = true, DefaultParameterSetName = PortSet)]
[OutputType(typeof(IptablesRule))]
public sealed class AddIptablesPortRuleCommand : PortRuleCommand
{
    /// <summary>So many come in while a process starts, and the reading of the rules, which is waited for first, is ahead of it.</summary>
    private const int ManyRules = 100;

    /// <summary>Inputs that take about a quarter of a millisecond to come in.</summary>
    private const int BetweenYields = 50;

    // Everything that comes down one pipeline for one firewall is one transaction, so it is gathered first.
    private readonly List<(FirewallScope Scope, PortRule Rule)> _wanted = [];

    private bool _familyIsGiven;
    private bool _isQuiet;
    private EarlyReading? _early;
    private EarlyChange? _change;

    /// <summary>A comment for the rule.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = PortSet)]
    [ArgumentCompleter(typeof(CommentCompleter))]
    [AllowNull]
    [AllowEmptyString]
    public string? Comment { get; set; }

    /// <summary>The chain in which to begin.</summary>
    [Parameter(ParameterSetName = PortSet)]
    [ArgumentCompleter(typeof(ChainCompleter))]
    [ValidateNotNullOrEmpty]
    public string Chain { get; set; } = "INPUT";

    /// <summary>The number that the rule shall have; worked out where it is not given.</summary>
    [Parameter(ParameterSetName = PortSet)]
    [ArgumentCompleter(typeof(PositionCompleter))]
    public int? Position { get; set; }

    /// <summary>Take the change back after so many seconds, 1 to 86400, or a time span, unless it is confirmed before; 0 for never.</summary>
    [Parameter(ParameterSetName = PortSet)]
    [ArgumentCompleter(typeof(RollbackAfterCompleter))]
    [RollbackTime]
    public int? RollbackAfter { get; set; }

    /// <summary>Insert the rule ahead of one that accepts the packets already, or at a position where it has no effect.</summary>
    [Parameter(ParameterSetName = PortSet)]
    public SwitchParameter Force { get; set; }

    /// <summary>Whether the piped listener takes IPv4 clients.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true, ParameterSetName = PortSet)]
    public bool? AcceptsIPv4 { get; set; }

    /// <summary>From where the piped listener can be reached.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true, ParameterSetName = PortSet)]
    public ListenerScope? Scope { get; set; }

    // What is bound before the first input came from the command line.
    private protected override void Begin()
    {
        _familyIsGiven = MyInvocation.BoundParameters.ContainsKey(nameof(AddressFamily));
        _isQuiet = !IsActionShown;
    }

    private protected override void Process() => ForEachPort(port =>
    {
        ChainName.Check(Chain);
        if (Scope == ListenerScope.Loopback)
            WriteWarning($"What listens on {port} is bound to a loopback address: no firewall rule makes it reachable from elsewhere.");
        var comment = string.IsNullOrEmpty(Comment) ? null : CommentText.Check(Comment);
        if (AcceptsIPv4 == true && AddressFamily.Length == 0)
            WriteWarning($"The object for {port} says that it takes IPv4 and nothing of its AddressFamily: it is taken for IPv4 alone. Pipe all of the listener, or give -AddressFamily.");
        var scope = Firewall;
        var families = ListenerFamilies() ?? FamiliesToChange(Source, Destination);
        foreach (var family in families)
            _wanted.Add((scope, Complete(ReadRule(port, family), comment)));
        if (_early is null && !ChangeLock.IsTaken)
            _early = EarlyReading.Begin(scope, families, StopToken);
        // For a few rules it makes no difference; and where somebody is shown the change or asked first, nothing starts before the answer.
        else if (_early is not null && _wanted.Count >= ManyRules && _isQuiet && families is [var only])
            _change ??= EarlyChange.Begin(scope, only, _early.Work);
        // A thread that this one has woken may stand in line behind it for milliseconds, for as long as this one goes on (sched(7)).
        if (_early is { Work.IsCompleted: false } && _wanted.Count % BetweenYields == 0)
            Thread.Yield();
    });

    private PortRule Complete(PortRule rule, string? comment)
        => comment is null && rule.Chain == Chain ? rule : rule with { Comment = comment, Chain = Chain };

    private protected override void End()
    {
        using var turn = Await(ChangeLock.AcquireAsync);
        foreach (var firewall in _wanted.GroupBy(w => w.Scope))
            Guard(() => Add(new InsertRequest(firewall.Key, [.. firewall.Select(w => w.Rule)], Position, Force), turn));
    }

    private RollbackTimer Timer => new(this, RollbackAfter);

    private RollbackRequest? Plan(RuleInsertion insertion) => Timer.Plan(insertion.Scope, () => insertion.Changes);

    private void Add(InsertRequest request, ChangeTurn turn)
    {
        var insertion = Await(stop => RuleInsertion.PrepareAsync(request, _early, _change, turn, stop));
        if (insertion.Problem is not null)
            WriteWarning(insertion.Problem);
        foreach (var plan in insertion.Plans)
        {
            if (plan.Error is not null)
                WriteError(plan.Error);
            else if (plan.Warning is not null)
                WriteWarning($"{plan.Rule.Family}: {plan.Warning}");
        }
        foreach (var warning in Await(stop => FleetingRules.WarningsAsync(request.Scope, [.. insertion.Plans.Where(p => p.Error is null && p.Existing is not null).Select(p => p.Existing!)], stop)))
            WriteWarning(warning);
        // A thousand sentences that nobody reads take their time too.
        foreach (var plan in IsVerbose ? insertion.Plans.Where(p => p.IsInsert) : [])
            WriteVerbose($"{plan.Rule.Family} {plan.Rule.Protocol} {plan.Rule.Port} goes to {plan.Position!.Chain}:{plan.Number}. {plan.Position.Reason}");

        WarnOfManagers(request.Scope, [.. OneForEachChain(insertion).Select(p => p.Rule.InChain(p.Position!.Table, p.Position.Chain))]);
        if (!insertion.HasChanges)
            WriteObject(insertion.Plans.Where(p => p.Error is null).Select(p => p.Existing), enumerateCollection: true);
        else if (Plan(insertion) is var rollback && ShouldProcess(
            DescribeTarget(insertion), string.Join(" && ", IsActionShown ? insertion.CommandLines : insertion.Calls) + RollbackTimer.Describe(rollback)))
            WriteObject(Timer.Make(rollback, insertion.ApplyAsync), enumerateCollection: true);
    }

    /// <summary>Whose chain it is that is changed goes by no more than that.</summary>
    private static IEnumerable<PlannedRule> OneForEachChain(RuleInsertion insertion)
        => insertion.Plans.Where(p => p.IsInsert).DistinctBy(p => (p.Rule.Family, p.Position!.Table, p.Position.Chain));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _change?.Dispose();
        base.Dispose(disposing);
    }

    private static string DescribeTarget(RuleInsertion insertion)
        => string.Join(", ", insertion.Plans.Where(p => p.IsInsert).GroupBy(p => (p.Rule.Family, p.Position!.Chain))
            .Select(g => $"{g.Key.Family} {g.Key.Chain}:{(g.Count() == 1 ? $"{g.First().Number}" : $"{g.Min(p => p.Number)}-{g.Max(p => p.Number)}")}"));

    /// <summary>
    /// A listener from Get-PortListener says itself which clients it takes: an IPv6 socket may take IPv4 too, and one that does not take
    /// IPv4 is an IPv6 socket. Families that the user names on the command line go before it.
    /// </summary>
    private IReadOnlyList<AddressFamily>? ListenerFamilies()
    {
        if (AcceptsIPv4 is not { } takesIPv4 || _familyIsGiven)
            return null;
        List<AddressFamily> families = [];
        if (takesIPv4)
            families.Add(PortFirewall.AddressFamily.IPv4);
        if (!takesIPv4 || AddressFamily.Contains(PortFirewall.AddressFamily.IPv6))
            families.Add(PortFirewall.AddressFamily.IPv6);
        return FamilyChoice.Of(families, families, Source, Destination);
    }
}
