using System.Management.Automation;

namespace PortFirewall;

/// <summary>Makes the rules exactly those of a checkpoint, rule set or file: every table, both families or none, with the counters.</summary>
[Cmdlet(VerbsData.Restore, "IptablesRuleset", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = ObjectSet)]
[OutputType(typeof(IptablesRuleset))]
public sealed class RestoreIptablesRulesetCommand : ScopedCommand
{
    private const string ObjectSet = "Object";
    private const string PathSet = "Path";

    private readonly List<RulesetToRestore> _given = [];

    private AddressFamily[] _families = [];
    private FirewallScope _asked = new(null, null);
    private int _unread;

    /// <summary>What is to be there: a checkpoint, rule sets, or files.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ObjectSet)]
    [ValidateNotNullOrEmpty]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>The files that hold it; wildcards are not taken.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [Alias("LiteralPath")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The tables to restore; the others are left alone.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(TableCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Table { get; set; } = [];

    /// <summary>Take the change back after so many seconds, 1 to 86400, or a time span, unless it is confirmed before; 0 for never.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RollbackAfterCompleter))]
    [RollbackTime]
    public int? RollbackAfter { get; set; }

    // What is bound before the first input came from the command line; later it would be where the last input came from.
    private protected override void Begin()
    {
        (_families, _asked) = (AddressFamily, Firewall);
        foreach (var table in Table)
            ChainName.CheckTable(table);
    }

    private protected override void Process()
    {
        // What could not be read is not left out of what belongs together: then nothing is restored.
        _unread++;
        foreach (var input in InputObject)
            _given.AddRange(RestoreInput.Read(input, Read));
        foreach (var path in Path)
            _given.AddRange(Read(path));
        _unread--;
    }

    private protected override void End()
    {
        if (_unread > 0 || _given.Count == 0)
            return;
        var meant = _given.Where(g => _families.Length == 0 || _families.Contains(g.Ruleset.AddressFamily)).ToList();
        foreach (var family in _families.Where(f => !meant.Exists(m => m.Ruleset.AddressFamily == f)))
            throw RulesetErrors.FamilyNotInRuleset(family);
        foreach (var firewall in meant.GroupBy(m => new FirewallScope(_asked.NetworkNamespace ?? m.NetworkNamespace, _asked.Backend ?? m.Backend)))
            Guard(() => Restore(firewall.Key, [.. firewall.OrderBy(m => m.Ruleset.AddressFamily)]));
    }

    private void Restore(FirewallScope scope, IReadOnlyList<RulesetToRestore> given)
    {
        if (given.GroupBy(g => g.Ruleset.AddressFamily).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw RulesetErrors.FamilyGivenTwice(twice.Key);
        var timer = new RollbackTimer(this, RollbackAfter);
        var rulesets = given.Select(g => RollbackAfter > 0 && g.Backend is null ? Await(stop => PrintedRuleset.ReadAsync(scope, g.Ruleset, stop)) : g.Ruleset).ToList();
        Task<RulesetRestoring> Prepare(CancellationToken stop) => RulesetRestoring.PrepareAsync(scope, rulesets, [.. given.SelectMany(g => g.Sets)], Table, stop);
        // Nobody else has to wait while a person makes up his mind; so what is there is looked at again afterwards.
        var planned = Await(Prepare);
        foreach (var warning in planned.Warnings)
            WriteWarning(warning);
        WarnOfManagers(scope, [.. given.SelectMany(g => g.Ruleset.Rules)]);
        var action = IsActionShown ? string.Join(" && ", planned.CommandLines) : "Replace all rules";
        var rollback = timer.Plan(scope, () => planned.Changes);
        if (!ShouldProcess(Describe(scope, given), action + RollbackTimer.Describe(rollback)))
            return;
        using var turn = Await(ChangeLock.AcquireAsync);
        var restoring = Await(Prepare);
        var after = timer.Make(rollback is null ? null : rollback with { Changes = restoring.Changes }, restoring.ApplyAsync);
        WriteObject(after, enumerateCollection: true);
        foreach (var shortcoming in restoring.Shortcomings(after))
            WriteWarning(shortcoming);
    }

    private string Describe(FirewallScope scope, IReadOnlyList<RulesetToRestore> given)
        => $"{(Table.Length == 0 ? "all rules" : "the rules of " + string.Join(", ", Table))} for {string.Join(" and ", given.Select(g => g.Ruleset.AddressFamily))}"
            + (scope.NetworkNamespace is null ? "" : $" in network namespace '{scope.NetworkNamespace}'");

    private IReadOnlyList<RulesetToRestore> Read(string path)
    {
        var files = CheckpointFile.FilesOf(FilePaths.Resolve(SessionState.Path, path));
        AddressFamily? family = _families is [var only] ? only : null;
        return [.. files.Select(file => Await(stop => CheckpointFile.ReadAsync(file, family, stop)))];
    }
}
