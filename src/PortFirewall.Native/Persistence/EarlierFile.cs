namespace PortFirewall;

/// <summary>A file of rules as it was before a save, kept so that it can be put back.</summary>
/// <param name="Family">The family of its rules.</param>
/// <param name="Path">The file.</param>
/// <param name="Rules">What it said; null where there was no such file, or one that can't be read.</param>
/// <param name="Copy">Its copy; null where there was no such file.</param>
/// <param name="Previous">The copy that stays: of the last file with other rules. Null where there is none.</param>
internal sealed record EarlierFile(AddressFamily Family, string Path, IptablesRuleset? Rules, string? Copy, string? Previous)
{
    /// <summary>Keeps a file that is about to be replaced.</summary>
    /// <exception cref="FirewallException"><c>SaveFailed</c> …</exception>
    public static async Task<EarlierFile> KeepAsync(AddressFamily family, string path, FirewallScope scope, CancellationToken cancellation)
    {
        await SavedFiles.RequireRegularAsync(path, cancellation);
        if (await SavedFiles.ReadAsync(path, cancellation) is not { } text)
            return new EarlierFile(family, path, null, null, null);
        var rules = TryRead(text, family, scope);
        var previous = path + ".previous";
        // Saving the same rules again must not cost the copy of those that were there before them.
        var isSame = rules is not null && await SavedFiles.ReadAsync(previous, cancellation) is not null
            && (await RulesetSource.ReadAsync(scope, family, cancellation)).SaysTheSameAs(rules);
        var copy = isSame ? $"{previous}.{System.IO.Path.GetRandomFileName()}" : previous;
        return new EarlierFile(family, path, rules, await SavedFiles.BackUpAsync(path, copy, cancellation), previous);
    }

    /// <summary>Puts the file back as it was.</summary>
    public async Task PutBackAsync()
    {
        await SavedFiles.PutBackAsync(Path, Copy);
        await ReleaseAsync();
    }

    /// <summary>Removes the copy, unless it is the one that stays.</summary>
    public Task ReleaseAsync() => Copy is null || Copy == Previous ? Task.CompletedTask : SavedFiles.RemoveAsync(Copy);

    /// <summary>The earlier file may be anything; then there is nothing to compare with.</summary>
    private static IptablesRuleset? TryRead(string text, AddressFamily family, FirewallScope scope)
    {
        try
        {
            return RulesetReader.Read(text, family, scope.Backend, scope.NetworkNamespace);
        }
        catch (FirewallException)
        {
            return null;
        }
    }
}
