using System.Globalization;
using System.Text.RegularExpressions;

namespace PortFirewall;

/// <summary>Makes the rules of one firewall those of rule sets, in every family or in none, with their counters and without anything else.</summary>
internal sealed partial class RulesetRestoring
{
    private readonly FirewallScope _scope;
    private readonly IReadOnlyList<IptablesRuleset> _before;
    private readonly IReadOnlyList<RestorePlan> _plans;
    private readonly IReadOnlyList<CommitStep> _steps;

    private RulesetRestoring(FirewallScope scope, IReadOnlyList<IptablesRuleset> before, IReadOnlyList<RestorePlan> plans, IReadOnlyList<CommitStep> steps)
    {
        _scope = scope;
        _before = before;
        _plans = plans;
        _steps = steps;
    }

    /// <summary>What is to be known before: tables that lose everything, a sentence each.</summary>
    public IEnumerable<string> Warnings
        => _plans.SelectMany(p => p.Emptied.Select(t => (Plan: p, Table: t, Rules: t.Chains.Sum(c => c.Rules.Count)))).Where(e => e.Rules > 0)
            .Select(e => $"The rule set for {e.Plan.Wanted.AddressFamily} has no table {e.Table.Name}: what is in it now ({e.Rules} {(e.Rules == 1 ? "rule" : "rules")}) goes. -Table restores certain tables only.");

    /// <summary>The native commands that will run, as they could be typed.</summary>
    public IEnumerable<string> CommandLines => _plans.Zip(_steps, (plan, step) => plan.File is not { } file ? step.Make.CommandLine
        : plan.EmptyingText.Length == 0 ? $"{step.Make.Call} < {ShellText.Quote(file)}"
        : $"{{ cat {ShellText.Quote(file)}; printf '%s' {ShellText.Quote(plan.EmptyingText)}; }} | {step.Make.Call}");

    /// <summary>What becomes of the rules, family by family.</summary>
    public IReadOnlyList<RulesetChange> Changes => [.. _plans.Zip(_before, (plan, before) => RulesetChange.Between(before, plan.After(before)))];

    /// <summary>What a tool did not do although it ended well, a sentence each: ip6tables-nft 1.8.9 reads the counters of a rule, and leaves them out.</summary>
    /// <param name="after">The rule sets as they were read back.</param>
    public IEnumerable<string> Shortcomings(IReadOnlyList<IptablesRuleset> after)
        => _plans.Zip(after, _steps).Select(p => (Count: p.First.LostCounters(p.Second), Family: p.Second.AddressFamily, Tool: p.Third.Make.Tool.Name)).Where(l => l.Count > 0)
            .Select(l => $"{l.Tool} did not take the counters: {l.Count} {(l.Count == 1 ? "rule" : "rules")} for {l.Family} {(l.Count == 1 ? "counts" : "count")} from zero again.");

    /// <summary>Works out what is to be done, and has everything checked that can be before something changes.</summary>
    /// <param name="scope">The firewall.</param>
    /// <param name="wanted">One rule set for each family.</param>
    /// <param name="sets">Sets that the rule sets refer to, as they were once made; for telling how to make them again.</param>
    /// <param name="tables">The tables to restore; all where it is empty.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="FirewallException">
    /// <c>TableNotInRuleset</c>, <c>RuleNotRestorable</c>, <c>SetNotFound</c>, <c>SetFamilyMismatch</c>, <c>RulesetNotAccepted</c>, <c>TemporaryRuleInForce</c>, and as <see cref="RulesetSource"/>.
    /// </exception>
    public static async Task<RulesetRestoring> PrepareAsync(
        FirewallScope scope, IReadOnlyList<IptablesRuleset> wanted, IReadOnlyList<IpsetHeader> sets, IReadOnlyList<string> tables, CancellationToken cancellation)
    {
        var families = wanted.Select(r => r.AddressFamily).ToList();
        var before = await RulesetSource.ReadAsync(scope, families, cancellation);
        if (await TemporaryRules.RemoveAbandonedAsync(scope, before))
            before = await RulesetSource.ReadAsync(scope, families, cancellation);
        // Somebody is proving something by them at this moment.
        if (before.SelectMany(r => r.Rules).FirstOrDefault(r => TemporaryMark.Of(r) is not null) is { } temporary)
            throw ProofErrors.TemporaryRuleInForce(temporary, "restored");
        var plans = wanted.Zip(before, (to, from) => RestorePlan.Of(to, from, tables)).ToList();
        // What could not be put back must not be taken away.
        foreach (var ruleset in before)
            RestorePlan.RequireLines(ruleset);
        await RequireSetsAsync(scope, plans, sets, cancellation);
        var steps = new List<CommitStep>();
        foreach (var (plan, from) in plans.Zip(before))
        {
            var command = await CommandAsync(scope, plan, cancellation);
            await TestAsync(command, plan, cancellation);
            steps.Add(new CommitStep(command, await CommandAsync(scope, plan.BackTo(from), cancellation)));
        }
        return new RulesetRestoring(scope, before, plans, steps);
    }

    /// <summary>Does it, for a caller that has the turn to change rules.</summary>
    /// <returns>The rule sets as they were read back.</returns>
    /// <exception cref="FirewallException"><c>RulesetNotRestored</c>, <c>RulesetNotAccepted</c>, <c>LockTimeout</c>, <c>ChangeNotUndone</c> …: what was there before is back, unless the last one says otherwise.</exception>
    public async Task<IReadOnlyList<IptablesRuleset>> ApplyAsync(CancellationToken cancellation)
    {
        // Once a change has begun it is brought to its end: stopping half-way would leave the two families apart.
        cancellation.ThrowIfCancellationRequested();
        try
        {
            await RunAsync();
            var (after, fault) = await ReadBackAsync();
            if (fault is not null)
            {
                // Somebody else changed a rule between the change and the reading, most likely: once more, then.
                await RunAsync();
                (after, fault) = await ReadBackAsync();
            }
            return fault is null ? after : throw fault;
        }
        catch (FirewallException)
        {
            await PutBackAsync();
            throw;
        }
    }

    /// <summary>In a shell of its own, which brings all families to the end also where this process is killed.</summary>
    private async Task RunAsync()
    {
        var outcomes = await NativeCommit.MakeAllAsync(_steps);
        foreach (var (outcome, plan) in outcomes.Zip(_plans))
        {
            if (outcome.WasStopped)
                throw ToolErrors.NativeCommandTimedOut(outcome.Make!.Command.Call, outcome.Make.Command.Timeout);
            if (outcome.HasFailed)
                throw await ErrorAsync(outcome.Make!, plan);
        }
    }

    private async Task<FirewallException> ErrorAsync(NativeResult failed, RestorePlan plan)
        => await IptablesTools.WasLockedAsync(failed, plan.Wanted.AddressFamily, _scope.Backend)
            ? ToolErrors.LockTimeout(failed.Command.Call, IptablesArguments.LockSeconds) : Refused(failed.Command, plan, failed.StandardError);

    private async Task<(IReadOnlyList<IptablesRuleset> After, FirewallException? Fault)> ReadBackAsync()
    {
        var after = await RulesetSource.ReadAsync(_scope, [.. _before.Select(r => r.AddressFamily)], CancellationToken.None);
        var fault = _plans.Zip(after, (plan, read) => plan.FindFault(read) is { } why ? CheckpointErrors.RulesetNotRestored(read.AddressFamily, why) : null);
        return (after, fault.FirstOrDefault(f => f is not null));
    }

    /// <summary>Makes everything as it was, where it is not: a tool that failed may have changed some tables.</summary>
    /// <exception cref="FirewallException"><c>ChangeNotUndone</c>.</exception>
    private async Task PutBackAsync()
    {
        FirewallException? left = null;
        foreach (var (before, step) in _before.Zip(_steps))
        {
            try
            {
                if (!(await RulesetSource.ReadAsync(_scope, before.AddressFamily, CancellationToken.None)).SaysTheSameAs(before))
                    (await NativeRunner.RunAsync(step.TakeBack!, CancellationToken.None)).EnsureSuccess();
            }
            catch (FirewallException failure)
            {
                left = RulesetErrors.ChangeNotUndone(before.AddressFamily, failure.Message);
            }
        }
        if (left is not null)
            throw left;
    }

    private static async Task<NativeCommand> CommandAsync(FirewallScope scope, RestorePlan plan, CancellationToken cancellation)
    {
        var tool = await IptablesTools.ForAsync(plan.Wanted.AddressFamily, scope.Backend, "-restore", cancellation);
        var command = await NativeRunner.PrepareAsync(
            new NativeCommand(tool, ["--counters", "--wait", $"{IptablesArguments.LockSeconds}"])
            {
                NetworkNamespace = scope.NetworkNamespace,
                StandardInput = plan.Text,
                Purpose = "change firewall rules",
            },
            cancellation);
        return command with { HasOwnSession = await Elevation.WorksWithoutTerminalAsync(command) };
    }

    private static async Task TestAsync(NativeCommand command, RestorePlan plan, CancellationToken cancellation)
    {
        var test = command with { Arguments = ["--test", .. command.Arguments], HasOwnSession = false };
        var result = await NativeRunner.RunAsync(test, cancellation);
        if (result.ExitCode != 0)
            throw Refused(test, plan, result.StandardError);
    }

    /// <summary>The tool counts the lines of the text that it was given, which nobody but this process has seen.</summary>
    private static FirewallException Refused(NativeCommand command, RestorePlan plan, string why)
    {
        var line = LineNumber().Match(why) is { Success: true } match && int.TryParse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? TextLines.Of(plan.Text).ElementAtOrDefault(number - 1) : null;
        return CheckpointErrors.RulesetNotAccepted(plan.Wanted.AddressFamily, command.Tool.Name, why, line);
    }

    private static async Task RequireSetsAsync(FirewallScope scope, IReadOnlyList<RestorePlan> plans, IReadOnlyList<IpsetHeader> known, CancellationToken cancellation)
    {
        var references = plans.SelectMany(p => SetReference.Of(p.Wanted)).ToList();
        if (references.Count == 0 || await IpsetSource.ReadHeadersAsync(scope.NetworkNamespace, cancellation) is not { } sets)
            return;
        foreach (var reference in references)
        {
            if (!sets.TryGetValue(reference.Set, out var set))
                throw CheckpointErrors.SetNotFound(reference, known.FirstOrDefault(k => k.Name == reference.Set));
            if (set.AddressFamily is { } family && family != reference.Rule.AddressFamily)
                throw CheckpointErrors.SetFamilyMismatch(reference, set);
        }
    }

    [GeneratedRegex(@"\bline:? (?<number>[0-9]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LineNumber();
}
