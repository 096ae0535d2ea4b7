using System.IO.Compression;

namespace PortFirewall;

/// <summary>The package as build.ps1 has made it, and the folder that came out of it.</summary>
internal static class BuiltPackage
{
    // What a package of NuGet's has beside the files that were put into it (Open Packaging Conventions).
    private static readonly string[] s_ofThePackageItself = ["_rels/.rels", "[Content_Types].xml", "PortFirewall.nuspec", "package/services/metadata/core-properties/nuget.psmdcp"];

    /// <summary>out/package of the repository.</summary>
    public static string Folder => Path.Combine(BuiltModule.Root, "out", "package");

    /// <summary>The .nupkg.</summary>
    public static string File => Assert.Single(Directory.GetFiles(Folder, "PortFirewall.*.nupkg"));

    /// <summary>The file that describes the package.</summary>
    public static string Nuspec()
    {
        using var package = ZipFile.OpenRead(File);
        using var reader = new StreamReader(package.GetEntry("PortFirewall.nuspec")!.Open());
        return reader.ReadToEnd();
    }

    /// <summary>The module's files, by name, with what they hold.</summary>
    public static Dictionary<string, byte[]> ModuleFiles()
    {
        using var package = ZipFile.OpenRead(File);
        return package.Entries.Where(e => !s_ofThePackageItself.Contains(e.FullName)).ToDictionary(e => e.FullName, Content, StringComparer.Ordinal);
    }

    /// <summary>Puts the module's files where an installer of modules would: in a folder by the version's name, within one by the module's.</summary>
    public static void InstallInto(string modules)
    {
        foreach (var (name, content) in ModuleFiles())
        {
            var file = Path.Combine(modules, "PortFirewall", Version, name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            System.IO.File.WriteAllBytes(file, content);
        }
    }

    private static string Version => Path.GetFileNameWithoutExtension(File)["PortFirewall.".Length..];

    private static byte[] Content(ZipArchiveEntry entry)
    {
        using var content = new MemoryStream();
        using var stream = entry.Open();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
