namespace PortFirewall;

/// <summary>A folder of a test's own, gone when the test is over.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("pfmod-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
