namespace PortFirewall;

/// <summary>A text that is to take the place of a file, known to be good before the file is touched.</summary>
/// <param name="Target">The file.</param>
/// <param name="Text">The text.</param>
internal sealed record SaveDraft(SaveTarget Target, SavedText Text)
{
    /// <summary>What others keep of the rules in force.</summary>
    public required IReadOnlyList<ManagedPart> Managed { get; init; }

    /// <summary>Sets without which it can't be loaded at boot.</summary>
    public required IReadOnlyList<string> MissingSets { get; init; }

    /// <summary>Whether a scratch namespace took it.</summary>
    public required bool IsLoadTested { get; init; }

    /// <param name="request">What is to be saved.</param>
    /// <param name="target">Where to.</param>
    /// <param name="bootSets">The sets that there will be at boot; null where that is not known.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="FirewallException"><c>ProofOutdated</c>, <c>SaveNotVerified</c>, <c>UnreadableRuleset</c> …</exception>
    public static async Task<SaveDraft> MakeAsync(SaveRequest request, SaveTarget target, IReadOnlySet<string>? bootSets, CancellationToken cancellation)
    {
        var text = await SaveWitness.ReadAsync(request.Scope, target, cancellation);
        var proved = request.Proved.Where(r => r.AddressFamily == target.Family).ToList();
        // A proof is about the rules as they were; what it proved must still be there, and decide.
        if (SavedRulesetCheck.FindFault(text.Ruleset, text.Ruleset, proved) is { } outdated)
            throw ProofErrors.ProofOutdated(outdated);
        var managed = await FollowAsync(ManagedPart.FindIn(text.Ruleset), request.Scope, cancellation);
        var kept = request.ExcludesManaged ? text.Without(managed) : text;
        var sets = SetReference.NamesIn(kept.Ruleset);
        var isLoadTested = await ScratchFirewall.IsPossibleAsync(cancellation);
        // One may have come while the tool printed.
        var fault = (kept.Ruleset.Rules.Any(r => TemporaryMark.Of(r) is not null) ? "it holds a rule that was to stand for a moment only" : null)
            ?? SavedRulesetCheck.FindFault(kept.Ruleset, kept.Ruleset, proved)
            ?? await RulesetText.TestAsync(request.Scope, target.Family, kept.ToString(), cancellation)
            ?? (isLoadTested ? await ScratchLoad.FindFaultAsync(request.Scope, kept, cancellation) : null);
        return fault is not null ? throw ProofErrors.SaveNotVerified(target.Path, fault) : new SaveDraft(target, kept)
        {
            Managed = managed,
            MissingSets = bootSets is null ? [] : [.. sets.Where(s => !bootSets.Contains(s))],
            IsLoadTested = isLoadTested,
        };
    }

    /// <summary>Finds out whose programs still run here.</summary>
    private static async Task<IReadOnlyList<ManagedPart>> FollowAsync(IReadOnlyList<ManagedPart> parts, FirewallScope scope, CancellationToken cancellation)
    {
        if (parts.Count == 0)
            return parts;
        var findings = await ManagerSurvey.LookAsync(scope.NetworkNamespace, [.. parts.Select(p => p.Profile)], cancellation);
        return [.. parts.Zip(findings, (part, found) => part with { IsLeftover = !found.IsRunning })];
    }
}
