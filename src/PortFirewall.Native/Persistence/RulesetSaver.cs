namespace PortFirewall;

/// <summary>Saves rule sets so that saved means saved: the earlier file is kept, the new one is read back, and what is wrong is undone.</summary>
internal static class RulesetSaver
{
    /// <exception cref="FirewallException">
    /// <c>ProofOutdated</c>, <c>SaveFailed</c>, <c>SaveNotVerified</c>, <c>NativeCommandFailed</c> …: the earlier files are as they were.
    /// </exception>
    public static async Task<IReadOnlyList<IptablesSaveResult>> SaveAsync(SaveRequest request, IPersistenceProvider provider, CancellationToken cancellation)
    {
        await provider.CheckAsync(request, cancellation);
        await RequireProvedRulesAsync(request, cancellation);
        var files = new List<SavedFile>();
        foreach (var family in provider.FamiliesWritten(request))
        {
            var path = SavedFiles.Resolve(provider.FileFor(request, family));
            await SavedFiles.RequireRegularAsync(path, cancellation);
            var before = await SavedFiles.ReadAsync(path, cancellation);
            files.Add(new SavedFile(family, path, before, before is null ? null : await SavedFiles.BackUpAsync(path, cancellation)));
        }
        try
        {
            await provider.SaveAsync(request, cancellation);
            var results = new List<IptablesSaveResult>();
            foreach (var file in files)
                results.Add(await VerifyAsync(request, provider, file, cancellation));
            return results;
        }
        catch
        {
            foreach (var file in files)
                await SavedFiles.PutBackAsync(file.Path, file.Backup);
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
        SaveRequest request, IPersistenceProvider provider, SavedFile file, CancellationToken cancellation)
    {
        var text = await SavedFiles.ReadAsync(file.Path, cancellation) ?? throw ProofErrors.SaveNotVerified(file.Path, "there is no such file");
        var saved = Read(text, file, request.Scope);
        var live = await RulesetSource.ReadAsync(request.Scope, file.Family, cancellation);
        var proved = request.Proved.Where(r => r.AddressFamily == file.Family).ToList();
        var fault = SavedRulesetCheck.FindFault(saved, live, proved) ?? await RulesetText.TestAsync(request.Scope, file.Family, text, cancellation);
        if (fault is not null)
            throw ProofErrors.SaveNotVerified(file.Path, fault);
        var before = file.Before is null ? null : TryRead(file.Before, file, request.Scope);
        return new IptablesSaveResult
        {
            Provider = provider.Name,
            Path = file.Path,
            AddressFamily = file.Family,
            Verified = true,
            Backup = file.Backup,
            Added = SavedRulesetCheck.Missing(saved, before),
            Removed = before is null ? [] : SavedRulesetCheck.Missing(before, saved),
            NetworkNamespace = request.Scope.NetworkNamespace,
        };
    }

    private static IptablesRuleset Read(string text, SavedFile file, FirewallScope scope)
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

    /// <summary>The earlier file may be anything; then there is nothing to compare with.</summary>
    private static IptablesRuleset? TryRead(string text, SavedFile file, FirewallScope scope)
    {
        try
        {
            return RulesetReader.Read(text, file.Family, scope.Backend, scope.NetworkNamespace);
        }
        catch (FirewallException)
        {
            return null;
        }
    }

    private sealed record SavedFile(AddressFamily Family, string Path, string? Before, string? Backup);
}
