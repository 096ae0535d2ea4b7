namespace PortFirewall;

/// <summary>A file as it was before a save, kept so that it can be put back.</summary>
/// <param name="Path">The file.</param>
/// <param name="Text">What it said; null where there was no such file.</param>
/// <param name="Copy">Its copy; null where there was no such file.</param>
/// <param name="Previous">The copy that stays: of the last file that said something else. Null where there is none.</param>
internal sealed record EarlierFile(string Path, string? Text, string? Copy, string? Previous)
{
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
        // Saving the same again must not cost the copy of what was there before it.
        var copy = saysTheSame(text) && await SavedFiles.ReadAsync(previous, cancellation) is not null ? $"{previous}.{System.IO.Path.GetRandomFileName()}" : previous;
        return new EarlierFile(path, text, await SavedFiles.BackUpAsync(path, copy, cancellation), previous);
    }

    /// <summary>Puts the file back as it was.</summary>
    public async Task PutBackAsync()
    {
        await SavedFiles.PutBackAsync(Path, Copy);
        await ReleaseAsync();
    }

    /// <summary>Removes the copy, unless it is the one that stays.</summary>
    public Task ReleaseAsync() => Copy is null || Copy == Previous ? Task.CompletedTask : SavedFiles.RemoveAsync(Copy);
}
