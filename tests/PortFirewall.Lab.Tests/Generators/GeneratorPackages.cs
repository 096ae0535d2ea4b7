using System.Runtime.CompilerServices;

namespace PortFirewall;

/// <summary>Debian's packages of the firewall generators, which <c>build.ps1</c> fetches and nobody installs.</summary>
internal static class GeneratorPackages
{
    /// <summary>Where they are.</summary>
    public static string Folder { get; } = Find();

    /// <summary>Why no generator can run here, as a sentence; null where they can.</summary>
    public static string? WhyNot
    {
        get
        {
            if (!File.Exists(Path.Combine(Folder, "packages")))
                return $"Debian's packages of the generators are not in {Folder}: './build.sh setup' fetches them with apt-get, where there is one and a network.";
            return File.ReadLines("/proc/filesystems").Any(l => l.EndsWith("\toverlay", StringComparison.Ordinal)) ? null
                : "This kernel has no overlay file system (modprobe overlay), in which the packages are unpacked.";
        }
    }

    private static string Find([CallerFilePath] string here = "")
        => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "out", "generators"));
}
