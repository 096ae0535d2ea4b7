namespace PortFirewall;

/// <summary>A file as it was before a save, kept so that it can be put back.</summary>
/// <param name="Path">The file.</param>
/// <param name="Text">What it said; null where there was no such file.</param>
/// <param name="Copy">Its copy; null where there was no such file.</param>
/// <param name="Previous">The copy that stays: of the last file that said something else. Null where there is none.</param>
internal sealed record EarlierFile(string Path, string? Text, string? Copy, string? Previous)
{
    /// <summary>The copy that stayed from an earlier save, until it is known that this one needs it no more; null where there was none.</summary>
    private string? Older { get; init; }

    /// <summary>Keeps a file that is about to be replaced.</summary>
    /// <param name="path">The file.</param>
    /// <param name="saysTheSame">Whether a text says the same as what will be there.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="FirewallException"><c>SaveFailed</c> …</exception>
    public static async Task<EarlierFile> KeepAsync(string path, Func<string, bool> saysTheSame, CancellationToken cancellation)
    {
        await SavedFiles.RequireRegularAsync(path, cancellation);
        if (await SavedFiles.ReadAsync(path, cancellation) is not { } text)
            return new EarlierFile(path, null, null, null);
        var previous = path + ".previous";
        var spare = $"{previous}.{System.IO.Path.GetRandomFileName()}";
        if (await SavedFiles.ReadAsync(previous, cancellation) is null)
            return new EarlierFile(path, text, await SavedFiles.BackUpAsync(path, previous, cancellation), previous);
        // Neither saving the same again nor a save that fails must cost the copy of what was there before.
        if (saysTheSame(text))
            return new EarlierFile(path, text, await SavedFiles.BackUpAsync(path, spare, cancellation), previous);
        var older = await SavedFiles.BackUpAsync(previous, spare, cancellation);
        try
        {
            return new EarlierFile(path, text, await SavedFiles.BackUpAsync(path, previous, cancellation), previous) { Older = older };
        }
        catch
        {
            await SavedFiles.RemoveAsync(older);
            throw;
        }
    }

    /// <summary>Puts the files back as they were.</summary>
    public async Task PutBackAsync()
    {
        await SavedFiles.PutBackAsync(Path, Copy);
        if (Older is not null)
            await SavedFiles.PutBackAsync(Previous!, Older);
    }

    /// <summary>Removes the copies, except for the one that stays.</summary>
    public async Task ReleaseAsync()
    {
        foreach (var copy in new[] { Copy == Previous ? null : Copy, Older }.OfType<string>())
            await SavedFiles.RemoveAsync(copy);
    }
}
