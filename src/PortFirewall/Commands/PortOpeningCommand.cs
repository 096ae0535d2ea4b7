using System.Management.Automation;

namespace PortFirewall;

/// <summary>
/// The base of the cmdlets that take ports through the whole guide. It gathers what comes down the pipeline, tells how far it has
/// come, and whatever ends it early, a failed step or Ctrl-C, takes back what was changed.
/// </summary>
public abstract class PortOpeningCommand : PortRuleCommand
{
    private const double ShortestTimeout = 0.01;
    private const double LongestTimeout = 3600;

    private readonly List<(FirewallScope Scope, IReadOnlyList<PortRule> Rules)> _wanted = [];

    private bool _familyIsGiven;

    /// <summary>The rule's comment.</summary>
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

    /// <summary>The names or addresses to probe; this host's own address where none is given.</summary>
    [Parameter(ParameterSetName = PortSet)]
    [ArgumentCompleter(typeof(ComputerNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] ComputerName { get; set; } = [];

    /// <summary>Where to connect from: <c>netns:NAME</c> or <c>ssh://[user@]host[:port]</c>.</summary>
    [Parameter(ParameterSetName = PortSet)]
    [ArgumentCompleter(typeof(VantageCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] ProbeFrom { get; set; } = [];

    /// <summary>Options for ssh, each <c>KEY=VALUE</c> as after its <c>-o</c> (<c>ssh_config(5)</c>).</summary>
    [Parameter(ParameterSetName = PortSet)]
    [ArgumentCompleter(typeof(SshOptionCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] SshOption { get; set; } = [];

    /// <summary>The application that is asked over UDP.</summary>
    [Parameter(ParameterSetName = PortSet)]
    [ArgumentCompleter(typeof(ApplicationCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Application { get; set; }

    /// <summary>What to send over UDP: text, <c>hex:00 ff</c>, or bytes.</summary>
    [Parameter(ParameterSetName = PortSet)]
    [ValidateNotNull]
    public object? Payload { get; set; }

    /// <summary>What the reply must hold: text, <c>hex:00 ff</c>, bytes, or what a regular expression finds.</summary>
    [Parameter(ParameterSetName = PortSet)]
    [ValidateNotNull]
    public object? Expect { get; set; }

    /// <summary>How long each attempt to connect may take, in seconds: 0.01 to 3600.</summary>
    [Parameter(ParameterSetName = PortSet)]
    [ValidateRange(ShortestTimeout, LongestTimeout)]
    public double TimeoutSeconds { get; set; } = 2;

    /// <summary>Keep the rules over a restart once all is proved; where nothing is said about it, it is asked then.</summary>
    [Parameter(ParameterSetName = PortSet)]
    public SwitchParameter Save { get; set; }

    /// <summary>Take the change back after so many seconds, 1 to 86400, or a time span, unless it is confirmed or saved before; 0 for never.</summary>
    [Parameter(ParameterSetName = PortSet)]
    [ArgumentCompleter(typeof(RollbackAfterCompleter))]
    [RollbackTime]
    public int? RollbackAfter { get; set; }

    /// <summary>Whether a piped listener takes IPv4 clients, whatever family its socket has.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true, ParameterSetName = PortSet)]
    public bool? AcceptsIPv4 { get; set; }

    /// <summary>The work, for ports of one firewall.</summary>
    private protected abstract PortOperation Start(OpeningRequest request);

    // What is bound before the first input came from the command line.
    private protected override void Begin()
    {
        _familyIsGiven = MyInvocation.BoundParameters.ContainsKey(nameof(AddressFamily));
        // Applications are asked over UDP.
        if ((Application is not null || Payload is not null) && !MyInvocation.BoundParameters.ContainsKey(nameof(Protocol)))
            Protocol = "udp";
    }

    private protected override void Process()
    {
        // A piped listener has the family of its socket; whom it serves is what the first step finds out.
        if (AcceptsIPv4 is not null && !_familyIsGiven)
            AddressFamily = [];
        ForEachPort(port =>
        {
            ChainName.Check(Chain);
            var comment = string.IsNullOrEmpty(Comment) ? null : CommentText.Check(Comment);
            _wanted.Add((Firewall, [.. FamiliesToChange(Source, Destination).Select(family => ReadRule(port, family) with { Comment = comment, Chain = Chain })]));
        });
    }

    private protected override void End()
    {
        // Piped objects may ask for different protocols, sources and so on; what differs in nothing but port and family goes together.
        foreach (var alike in _wanted.GroupBy(w => (w.Scope, Shape: w.Rules[0].Shape with { Family = default }, w.Rules[0].Comment)))
            Guard(() => Handle(Start(ReadRequest(alike.Key.Scope, [.. alike.SelectMany(w => w.Rules)]))));
    }

    private OpeningRequest ReadRequest(FirewallScope scope, IReadOnlyList<PortRule> rules)
    {
        var vantages = ProbeFrom.Select(text => Probers.Require(Vantage.Parse(text))).Distinct().ToList();
        if (!vantages.Exists(v => v.IsElsewhere(scope.NetworkNamespace)))
            throw OpeningErrors.VantageRequired();
        var protocol = rules[0].Protocol;
        return new OpeningRequest
        {
            Scope = scope,
            Ports = rules.GroupBy(r => r.Port, r => r.Family).ToDictionary(p => p.Key, p => (IReadOnlyList<AddressFamily>)[.. p.Distinct().Order()]),
            FamiliesAreNamed = _familyIsGiven,
            Rule = (port, family) => rules.FirstOrDefault(r => r.Port == port && r.Family == family) ?? rules.First(r => r.Port == port) with { Family = family },
            ComputerNames = [.. ComputerName.Select(PortFirewall.ComputerName.Check)],
            Probes = new ProbePlan
            {
                ComputerNames = [],
                Ports = [],
                Protocol = protocol,
                Datagram = DatagramInput.Read(protocol, Application, Payload, Expect),
                Vantages = vantages,
                SshOptions = [.. SshOption.Select(PortFirewall.SshOption.Parse)],
                Timeout = TimeSpan.FromSeconds(TimeoutSeconds),
            },
        };
    }

    private void Handle(PortOperation operation)
    {
        using var ended = operation;
        using var turn = Await(ChangeLock.AcquireOpeningAsync);
        var isWhole = false;
        var left = new List<FirewallException>();
        try
        {
            isWhole = Run(operation, () =>
            {
                TakeBack(operation, all: false, left);
                // Somebody may think about the question that comes now for long.
                turn.Dispose();
            });
        }
        finally
        {
            TakeBack(operation, all: !isWhole, left);
        }
        TellWarnings(operation);
        foreach (var result in operation.Results.Where(r => isWhole || !r.Succeeded))
            WriteObject(result);
        foreach (var draft in operation.Drafts.Where(d => !d.GoesOn))
            WriteError(draft.Error!);
        // What could not be taken back is told last, as it is the worst.
        left.ForEach(WriteError);
    }

    private static void TakeBack(PortOperation operation, bool all, List<FirewallException> left)
    {
        try
        {
            // Not stoppable: a second Ctrl-C would leave half of it.
            operation.UndoAsync(all).GetAwaiter().GetResult();
        }
        catch (FirewallException failure)
        {
            var error = failure.ErrorId == nameof(RulesetErrors.ChangeNotUndone) ? failure
                : RulesetErrors.ChangeNotUndone(operation.Drafts.SelectMany(d => d.Changed).First().AddressFamily, failure.Message);
            // It is tried again at the end, and may fail for the same reason.
            if (!left.Exists(known => known.Message == error.Message))
                left.Add(error);
        }
    }

    /// <summary>Goes through the steps; false where the user said no on the way, or wanted only to see what would be done.</summary>
    /// <param name="operation">The work.</param>
    /// <param name="proved">What to do once it is known what is proved and what is not.</param>
    private bool Run(PortOperation operation, Action proved)
    {
        if (Save)
            Await(operation.CheckSaveAsync);
        Watch(operation, operation.Looks.Where(s => !s.SendsPackets || !IsWhatIf));
        using (var turn = Await(ChangeLock.AcquireAsync))
        {
            var plan = Await(operation.PlanAsync);
            TellWarnings(operation);
            WarnOfManagers(operation.Scope, plan is null ? [] : operation.RulesAskedFor);
            var rollback = plan is null ? null : Timer.Plan(operation.Scope, () => plan.Changes);
            if (plan is not null && !ShouldProcess(plan.Target, string.Join(" && ", plan.CommandLines) + RollbackTimer.Describe(rollback)) && !IsWhatIf)
                return false;
            if (IsWhatIf)
            {
                ShowRest(operation);
                return false;
            }
            Await(stop => operation.ChangeAsync(rollback, stop));
        }
        Watch(operation, operation.Proofs);
        Await(operation.FollowRollbackAsync);
        proved();
        // Whoever thinks about the question should know that a timer runs meanwhile; saving ends it.
        var isTold = !Save && TellTimer(operation);
        if (operation.Going.Count > 0 && IsToBeSaved(operation))
            Keep(operation);
        TellWarnings(operation);
        Await(operation.FollowRollbackAsync);
        if (!isTold)
            TellTimer(operation);
        return true;
    }

    private void Keep(PortOperation operation)
    {
        // The answer may have come after its time was up.
        Await(operation.FollowRollbackAsync);
        if (operation.Going.Count > 0)
            Await(operation.SaveAsync);
    }

    private bool TellTimer(PortOperation operation)
    {
        if (operation.Rollback is not { State: IptablesRollbackState.Pending } pending)
            return false;
        Timer.Tell(pending);
        return true;
    }

    private RollbackTimer Timer => new(this, RollbackAfter);

    private void Watch(PortOperation operation, IEnumerable<OperationStage> stages)
    {
        foreach (var stage in stages)
        {
            if (operation.Going.Count == 0)
                break;
            WriteProgress(new ProgressRecord(0, MyInvocation.MyCommand.Name, stage.Name));
            Progress.Stage = stage.Name;
            Await(stop => operation.RunAsync(stage, stop));
            TellWarnings(operation);
        }
        WriteProgress(new ProgressRecord(0, MyInvocation.MyCommand.Name, "Done") { RecordType = ProgressRecordType.Completed });
    }

    private void TellWarnings(PortOperation operation)
    {
        foreach (var warning in operation.TakeWarnings())
            WriteWarning(warning);
        foreach (var command in operation.TakeCommands())
            WriteVerbose(command);
    }

    /// <summary>What would watch for a moment, who would connect, and what would be saved.</summary>
    private void ShowRest(PortOperation operation)
    {
        if (operation.Going.Count > 0 && Await(operation.DescribeWatchAsync) is { Count: > 0 } watch)
            ShouldProcess("the rules, while somebody connects", string.Join(" && ", watch));
        foreach (var draft in operation.Going)
        {
            foreach (var place in ProbeFrom)
                ShouldProcess($"{string.Join(" and ", draft.ComputerNames)}", $"connect to {operation.Protocol} {string.Join(", ", draft.ProbedPorts)} from {place}");
        }
        if (Save && operation.Going.Count > 0)
            ShouldSave(operation, PersistenceProviders.Require(null));
    }

    /// <summary>Whether to save: as was said with -Save; otherwise whoever is there is asked.</summary>
    private bool IsToBeSaved(PortOperation operation)
    {
        if (MyInvocation.BoundParameters.ContainsKey(nameof(Save)))
            return Save && ShouldSave(operation, PersistenceProviders.Require(null));
        // Whoever says -Confirm:$false wants no questions.
        if (MyInvocation.BoundParameters.TryGetValue("Confirm", out var confirm) && confirm is SwitchParameter { IsPresent: false })
            return false;
        try
        {
            return ShouldContinue("Keep the rules as they are now over a restart?", $"{MyInvocation.MyCommand.Name}: all is proved");
        }
#pragma warning disable CA1031 // Hosts without anybody to ask fail in ways of their own; PowerShell itself by a null reference where its input is at its end.
        catch (Exception failure) when (failure is not PipelineStoppedException)
#pragma warning restore CA1031
        {
            WriteWarning("The rules were not saved, as nobody is there to be asked: say -Save, or -Save:$false.");
            return false;
        }
    }

    private bool ShouldSave(PortOperation operation, IPersistenceProvider provider)
    {
        var plan = Await(stop => provider.PlanAsync(operation.SaveRequest, stop));
        return ShouldProcess(plan.Files, Await(stop => plan.DescribeAsync(operation.SaveRequest.Scope, stop)));
    }
}
