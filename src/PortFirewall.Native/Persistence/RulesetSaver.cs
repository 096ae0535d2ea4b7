namespace PortFirewall;

/// <summary>Saves rule sets so that saved means saved: a text is known to be good before its file is touched, and the file is the earlier one or the new one at any moment.</summary>
internal static class RulesetSaver
{
    /// <exception cref="FirewallException">
    /// <c>TemporaryRuleInForce</c>, <c>ProofOutdated</c>, <c>SavingSwitchedOff</c>, <c>SaveFailed</c>, <c>SaveNotVerified</c>, <c>NativeCommandFailed</c> …: the earlier files are as they were.
    /// </exception>
    public static async Task<IReadOnlyList<IptablesSaveResult>> SaveAsync(SaveRequest request, IPersistenceProvider provider, CancellationToken cancellation)
    {
        var plan = await provider.PlanAsync(request, cancellation);
        await TemporaryRuleWait.UntilNoneAsync(request.Scope, [.. plan.Targets.Select(t => t.Family)], cancellation);
        // Two that save at once would each keep a copy of what the other is about to replace.
        using var turn = await ChangeLock.AcquireAsync(cancellation);
        var changes = await SavedChanges.FindAsync(request.Scope, plan, cancellation);
        var sets = plan.SetsPath is null ? null : await SavedSets.ReadAsync(request.Scope, cancellation);
        var bootSets = await BootSetsAsync(request, plan, sets, cancellation);
        var drafts = new List<SaveDraft>();
        foreach (var target in plan.Targets)
            drafts.Add(await SaveDraft.MakeAsync(request, target with { Path = SavedFiles.Resolve(target.Path) }, bootSets, cancellation));
        var earlier = await WriteAsync(plan, sets, drafts, changes, cancellation);
        return [.. drafts.Select((draft, i) => ResultOf(request, plan, draft, earlier[i], changes, isFirst: i == 0))];
    }

    /// <summary>The names of the sets that there will be at boot; null where that is not known, as a namespace has no boot of its own.</summary>
    private static async Task<IReadOnlySet<string>?> BootSetsAsync(SaveRequest request, SavePlan plan, string? sets, CancellationToken cancellation)
    {
        if (request.Scope.NetworkNamespace is not null)
            return sets is null ? null : IpsetRestoreText.NamesIn(sets).ToHashSet(StringComparer.Ordinal);
        return (await BootSets.NamesAsync(plan.SetsPath, cancellation)).Union(IpsetRestoreText.NamesIn(sets ?? "")).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Puts the texts into their places, sets first, as rules refer to them. What there was is handed back for each draft.</summary>
    private static async Task<IReadOnlyList<EarlierFile>> WriteAsync(SavePlan plan, string? sets, List<SaveDraft> drafts, SavedChanges changes, CancellationToken cancellation)
    {
        var texts = drafts.Select(d => (d.Target.Path, Text: d.Text.ToString())).ToList();
        if (sets is not null)
            texts.Insert(0, (SavedFiles.Resolve(plan.SetsPath!), sets));
        var kept = new List<EarlierFile>();
        try
        {
            foreach (var (path, text) in texts)
                kept.Add(await EarlierFile.KeepAsync(path, before => SaysTheSame(before, text, drafts.FirstOrDefault(d => d.Target.Path == path)), cancellation));
            cancellation.ThrowIfCancellationRequested();
            await SavedFiles.WriteAllAsync([.. texts.Select(t => (t.Path, RulesetBytes.Encode(t.Text)))], plan.ByOwnRight);
            foreach (var (path, text) in texts)
                await VerifyAsync(path, text);
            await changes.ConfirmAsync();
        }
        catch
        {
            foreach (var file in kept)
                await file.PutBackAsync();
            throw;
        }
        foreach (var file in kept)
            await file.ReleaseAsync();
        return kept[^drafts.Count..];
    }

    /// <summary>A disk may be as untrue as a tool.</summary>
    private static async Task VerifyAsync(string path, string text)
    {
        var there = await SavedFiles.ReadAsync(path, CancellationToken.None);
        if (there != System.Text.Encoding.UTF8.GetString(RulesetBytes.Encode(text)))
            throw ProofErrors.SaveNotVerified(path, there is null ? "there is no such file after writing it" : "it says something else than what was written into it");
    }

    private static bool SaysTheSame(string before, string text, SaveDraft? draft)
        => draft is null ? before == text : TryRead(before, draft)?.SaysTheSameAs(draft.Text.Ruleset) == true;

    private static IptablesSaveResult ResultOf(SaveRequest request, SavePlan plan, SaveDraft draft, EarlierFile earlier, SavedChanges changes, bool isFirst)
    {
        var before = earlier.Text is null ? null : TryRead(earlier.Text, draft);
        var (target, saved) = (draft.Target, draft.Text.Ruleset);
        var managed = draft.Managed.Select(m => m.Describe(request.ExcludesManaged)).ToArray();
        return new IptablesSaveResult
        {
            Provider = plan.Provider,
            Path = target.Path,
            AddressFamily = target.Family,
            Verified = draft.MissingSets.Count == 0,
            LoadTested = draft.IsLoadTested,
            EnabledAtBoot = target.Boot?.IsEnabled,
            MissingSets = [.. draft.MissingSets],
            Managed = managed,
            Backup = earlier.Previous,
            Added = SavedRulesetCheck.Missing(saved, before),
            Removed = before is null ? [] : SavedRulesetCheck.Missing(before, saved),
            NetworkNamespace = request.Scope.NetworkNamespace,
            Confirmed = [.. changes.Confirmed],
            Notes =
            [
                .. isFirst ? plan.Notes.Concat(changes.Notes(plan.Files)) : [],
                .. target.Boot is { IsEnabled: false } boot ? [SaveNotes.NotEnabledAtBoot(plan.Provider, target.Family, boot.Command)] : Array.Empty<string>(),
                .. draft.MissingSets.Count > 0 ? [SaveNotes.SetsMissing(target.Path, draft.MissingSets, plan.IsForBoot)] : Array.Empty<string>(),
                .. managed.Select(m => SaveNotes.Managed(target.Path, m)),
                .. ManagerProfiles.SeenIn(saved).Where(p => p.RewritesAll).Select(p => SaveNotes.Rewritten(target.Path, p.Name, string.Format(null, p.Command, "PORT", "tcp"))),
                .. draft.Text.UnprintableTables.Select(t => SaveNotes.Unprintable(target.Path, t)),
                .. saved.Rules.Count == 0 && before?.Rules.Count > 0 ? [SaveNotes.Empty(target.Path, plan.IsForBoot)] : Array.Empty<string>(),
            ],
        };
    }

    /// <summary>The earlier file may be anything; then there is nothing to compare with.</summary>
    private static IptablesRuleset? TryRead(string text, SaveDraft draft)
    {
        try
        {
            var rules = draft.Text.Ruleset;
            return RulesetReader.Read(text, rules.AddressFamily, rules.Backend, rules.NetworkNamespace);
        }
        catch (FirewallException)
        {
            return null;
        }
    }
}
