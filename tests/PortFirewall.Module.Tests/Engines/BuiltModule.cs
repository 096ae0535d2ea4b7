namespace PortFirewall;

/// <summary>Where the things are that the tests try out.</summary>
internal static class BuiltModule
{
    /// <summary>The manifest of the built module; another one where <c>PORTFIREWALL_MODULE</c> names it.</summary>
    public static string Manifest { get; } = Environment.GetEnvironmentVariable("PORTFIREWALL_MODULE") is { Length: > 0 } named
        ? Path.GetFullPath(named)
        : Path.Combine(Root, "out", "PortFirewall", "PortFirewall.psd1");

    /// <summary>The folder of the built module.</summary>
    public static string Folder => Path.GetDirectoryName(Manifest)!;

    /// <summary>The repository.</summary>
    public static string Root => FindRoot(AppContext.BaseDirectory);

    /// <summary>The host program, built beside this assembly and in the same configuration.</summary>
    public static string HostProgram
    {
        get
        {
            var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
            return Path.Combine(Root, "src", "PortFirewall.Host", "bin", configuration, "net10.0", "PortFirewall.Host.dll");
        }
    }

    private static string FindRoot(string folder)
        => File.Exists(Path.Combine(folder, "PortFirewall.slnx")) ? folder
            : FindRoot(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the repository."));
}
