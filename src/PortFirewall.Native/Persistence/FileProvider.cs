namespace PortFirewall;

/// <summary>A file that the user names. Who loads it, the user knows.</summary>
/// <param name="path">The path as given.</param>
internal sealed class FileProvider(string path) : IPersistenceProvider
{
    public string Name => "File";

    public bool IsInstalled => true;

    public BootLoading? BootLoadingOf(AddressFamily family) => null;

    public Task<SavePlan> PlanAsync(SaveRequest request, CancellationToken cancellation)
    {
        var files = request.Families.Select(family => new SaveTarget(family, SavedFileName.Of(path, request.Families.Count, family))).ToList();
        files.ForEach(file => SavedFileName.Check(file.Path));
        return Task.FromResult(new SavePlan(Name, files) { ByOwnRight = true, IsForBoot = false });
    }
}
