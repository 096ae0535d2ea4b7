using System.Runtime.CompilerServices;

namespace PortFirewall;

/// <summary>Debian's packages of programs that tests run, which <c>build.ps1</c> fetches and nobody installs.</summary>
/// <param name="name">The folder in <c>out/</c>, and what the programs are.</param>
internal sealed class TestPackages(string name)
{
    /// <summary>Generators of firewalls.</summary>
    public static TestPackages Generators { get; } = new("generators");

    /// <summary>Servers that answer over UDP.</summary>
    public static TestPackages Servers { get; } = new("servers");

    /// <summary>An SSH server, and what other hosts probe with.</summary>
    public static TestPackages Vantages { get; } = new("vantages");

    /// <summary>Another way to be root.</summary>
    public static TestPackages Sudo { get; } = new("sudo");

    /// <summary>A browser, in which pictures are looked at.</summary>
    public static TestPackages Browser { get; } = new("browser");

    /// <summary>Where they are.</summary>
    public string Folder { get; } = Find(name);

    /// <summary>Why none of them can run here, as a sentence; null where they can.</summary>
    public string? WhyNot
    {
        get
        {
            if (!File.Exists(Path.Combine(Folder, "packages")))
                return $"Debian's packages for the tests with {name} are not in {Folder}: './build.sh setup' fetches them with apt-get, where there is one and a network.";
            return File.ReadLines("/proc/filesystems").Any(l => l.EndsWith("\toverlay", StringComparison.Ordinal)) ? null
                : "This kernel has no overlay file system (modprobe overlay), in which the packages are unpacked.";
        }
    }

    private static string Find(string name, [CallerFilePath] string here = "")
        => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "out", name));
}
