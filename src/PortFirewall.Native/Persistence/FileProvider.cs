namespace PortFirewall;

/// <summary>Saves into a file that the user names, by writing a private temporary file beside it and renaming it.</summary>
/// <param name="path">The path as given.</param>
internal sealed class FileProvider(string path) : IPersistenceProvider
{
    public string Name => "File";

    public async Task<string> DescribeSaveAsync(SaveRequest request, CancellationToken cancellation)
        => string.Join(" && ", await Task.WhenAll(request.Families.Select(
            async f => $"{(await RulesetText.CommandAsync(request.Scope, f, cancellation)).CommandLine} > {ShellText.Quote(FileFor(request, f))}")));

    public IReadOnlyList<AddressFamily> FamiliesWritten(SaveRequest request) => request.Families;

    /// <summary>
    /// The path itself where one family is saved. For both: <c>rules.v4</c> and <c>rules.v6</c> in a folder, or the path with
    /// the ending <c>.v4</c> or <c>.v6</c>, as a file holds one family only.
    /// </summary>
    public string FileFor(SaveRequest request, AddressFamily family)
    {
        var ending = family == AddressFamily.IPv4 ? ".v4" : ".v6";
        if (Directory.Exists(path) || path.EndsWith('/'))
            return Path.Combine(path, "rules" + ending);
        if (request.Families.Count == 1)
            return path;
        return (Path.GetExtension(path) is ".v4" or ".v6" ? path[..^3] : path) + ending;
    }

    public Task CheckAsync(SaveRequest request, CancellationToken cancellation)
    {
        foreach (var file in request.Families.Select(f => FileFor(request, f)))
        {
            if (file.Contains('\0'))
                throw ProofErrors.SaveFailed(file, "the path holds a NUL.");
            if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder && !Directory.Exists(folder))
                throw ProofErrors.SaveFailed(file, $"the folder '{folder}' does not exist.");
        }
        return Task.CompletedTask;
    }

    public async Task SaveAsync(SaveRequest request, CancellationToken cancellation)
    {
        foreach (var family in request.Families)
            PrivateFile.Write(FileFor(request, family), await RulesetText.ReadAsync(request.Scope, family, cancellation));
    }
}
