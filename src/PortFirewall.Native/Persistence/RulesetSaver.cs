namespace PortFirewall;

/// <summary>Saves rule sets so that saved means saved: the earlier file is kept, the new one is read back, and what is wrong is undone.</summary>
internal static class RulesetSaver
{
    /// <exception cref="FirewallException">
    /// <c>TemporaryRuleInForce</c>, <c>ProofOutdated</c>, <c>SaveFailed</c>, <c>SaveNotVerified</c>, <c>NativeCommandFailed</c> …: the earlier files are as they were.
    /// </exception>
    public static async Task<IReadOnlyList<IptablesSaveResult>> SaveAsync(SaveRequest request, IPersistenceProvider provider, CancellationToken cancellation)
    {
        await provider.CheckAsync(request, cancellation);
        await TemporaryRuleWait.UntilNoneAsync(request.Scope, provider.FamiliesWritten(request), cancellation);
        await RequireProvedRulesAsync(request, cancellation);
        var files = new List<EarlierFile>();
        try
        {
            foreach (var family in provider.FamiliesWritten(request))
                files.Add(await EarlierFile.KeepAsync(family, SavedFiles.Resolve(provider.FileFor(request, family)), request.Scope, cancellation));
            await provider.SaveAsync(request, cancellation);
            var results = new List<IptablesSaveResult>();
            foreach (var file in files)
                results.Add(await VerifyAsync(request, provider, file, cancellation));
            foreach (var file in files)
                await file.ReleaseAsync();
            return results;
        }
        catch
        {
            foreach (var file in files)
                await file.PutBackAsync();
            throw;
        }
    }

    /// <summary>A proof is about the rules as they were; what it proved must still be there, and decide.</summary>
    private static async Task RequireProvedRulesAsync(SaveRequest request, CancellationToken cancellation)
    {
        foreach (var proved in request.Proved.GroupBy(r => r.AddressFamily))
        {
            var live = await RulesetSource.ReadAsync(request.Scope, proved.Key, cancellation);
            if (SavedRulesetCheck.FindFault(live, live, [.. proved]) is { } fault)
                throw ProofErrors.ProofOutdated(fault);
        }
    }

    private static async Task<IptablesSaveResult> VerifyAsync(
        SaveRequest request, IPersistenceProvider provider, EarlierFile file, CancellationToken cancellation)
    {
        var text = await SavedFiles.ReadAsync(file.Path, cancellation) ?? throw ProofErrors.SaveNotVerified(file.Path, "there is no such file");
        var saved = Read(text, file, request.Scope);
        var live = await RulesetSource.ReadAsync(request.Scope, file.Family, cancellation);
        var proved = request.Proved.Where(r => r.AddressFamily == file.Family).ToList();
        // One may have come and gone while the tool wrote.
        var fault = (saved.Rules.Any(r => TemporaryMark.Of(r) is not null) ? "it holds a rule that was to stand for a moment only" : null)
            ?? SavedRulesetCheck.FindFault(saved, live, proved) ?? await RulesetText.TestAsync(request.Scope, file.Family, text, cancellation);
        if (fault is not null)
            throw ProofErrors.SaveNotVerified(file.Path, fault);
        return new IptablesSaveResult
        {
            Provider = provider.Name,
            Path = file.Path,
            AddressFamily = file.Family,
            Verified = true,
            Backup = file.Previous,
            Added = SavedRulesetCheck.Missing(saved, file.Rules),
            Removed = file.Rules is null ? [] : SavedRulesetCheck.Missing(file.Rules, saved),
            NetworkNamespace = request.Scope.NetworkNamespace,
        };
    }

    private static IptablesRuleset Read(string text, EarlierFile file, FirewallScope scope)
    {
        try
        {
            return RulesetReader.Read(text, file.Family, scope.Backend, scope.NetworkNamespace);
        }
        catch (FirewallException unreadable)
        {
            throw ProofErrors.SaveNotVerified(file.Path, unreadable.Message);
        }
    }
}
