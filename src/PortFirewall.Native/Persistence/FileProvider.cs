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

    public string FileFor(SaveRequest request, AddressFamily family) => SavedFileName.Of(path, request.Families.Count, family);

    public Task CheckAsync(SaveRequest request, CancellationToken cancellation)
    {
        foreach (var family in request.Families)
            SavedFileName.Check(FileFor(request, family));
        return Task.CompletedTask;
    }

    public async Task SaveAsync(SaveRequest request, CancellationToken cancellation)
    {
        foreach (var family in request.Families)
            PrivateFile.Write(FileFor(request, family), await RulesetText.ReadAsync(request.Scope, family, cancellation));
    }
}
