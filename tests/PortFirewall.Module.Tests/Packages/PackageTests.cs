using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Xml.Linq;

namespace PortFirewall;

/// <summary>The package that a repository of modules is given.</summary>
public sealed class PackageTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    [Fact]
    public void The_package_holds_the_module_as_it_was_built_and_nothing_else()
    {
        var files = BuiltPackage.ModuleFiles();
        var built = Directory.GetFiles(BuiltModule.Folder, "*", SearchOption.AllDirectories);
        Assert.Equal(built.Select(NameOf).Order(StringComparer.Ordinal), files.Keys.Order(StringComparer.Ordinal));
        // The manifest has its release notes put in.
        Assert.All(built.Where(f => NameOf(f) != "PortFirewall.psd1"), f => Assert.True(files[NameOf(f)].AsSpan().SequenceEqual(File.ReadAllBytes(f)), f));
        Assert.All(files, f => Assert.Equal(f.Value, File.ReadAllBytes(Path.Combine(BuiltPackage.Folder, "PortFirewall", f.Key))));
    }

    [Theory]
    [InlineData("id", "'PortFirewall'")]
    [InlineData("version", "$manifest.Version.ToString()")]
    [InlineData("authors", "$manifest.Author")]
    [InlineData("owners", "$manifest.CompanyName")]
    [InlineData("description", "$manifest.Description")]
    [InlineData("copyright", "$manifest.Copyright")]
    [InlineData("releaseNotes", "$manifest.ReleaseNotes")]
    [InlineData("tags", "'PSModule ' + ($manifest.Tags -join ' ')")]
    public void Its_description_is_the_manifests(string field, string inTheManifest)
    {
        var said = shared.Engine.Run($"$manifest = Test-ModuleManifest '{BuiltPackage.Folder}/PortFirewall/PortFirewall.psd1'; {inTheManifest}").Quietly();
        Assert.NotEqual("", said.Text.Trim());
        Assert.Equal(said.Text.Trim().ReplaceLineEndings("\n"), XDocument.Parse(BuiltPackage.Nuspec()).Descendants().Single(e => e.Name.LocalName == field).Value.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Manifest_and_assemblies_have_one_version()
    {
        var version = shared.Engine.Run("(Get-Module PortFirewall).Version.ToString()").Quietly().Text.Trim();
        Assert.All(Assemblies().Where(f => NameOf(f).Contains("PortFirewall", StringComparison.Ordinal)), f => Assert.Equal(version, System.Reflection.AssemblyName.GetAssemblyName(f).Version!.ToString(3)));
    }

    [Fact]
    public void Its_release_notes_are_in_the_changelog()
    {
        var notes = XDocument.Parse(BuiltPackage.Nuspec()).Descendants().Single(e => e.Name.LocalName == "releaseNotes").Value;
        Assert.Contains(notes, File.ReadAllText(Path.Combine(BuiltModule.Root, "CHANGELOG.md")), StringComparison.Ordinal);
        Assert.Contains("### Added", notes, StringComparison.Ordinal);
        Assert.DoesNotContain("\n## [", notes, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_assembly_of_others_has_its_notice()
    {
        var notices = File.ReadAllText(Path.Combine(BuiltModule.Folder, "THIRD-PARTY-NOTICES.txt"));
        var ofOthers = Assemblies().Where(f => !NameOf(f).Contains("PortFirewall", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(ofOthers);
        Assert.All(ofOthers, f =>
        {
            var name = System.Reflection.AssemblyName.GetAssemblyName(f);
            Assert.Contains($"\n{name.Name} {name.Version!.ToString(3)}\n", notices, StringComparison.Ordinal);
        });
        Assert.Contains("Copyright (C) Oleksii Holub", notices, StringComparison.Ordinal);
        Assert.Contains("Permission is hereby granted", notices, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_assembly_of_its_own_has_its_symbols_and_knows_no_folder_of_the_machine_that_built_it()
    {
        var own = Assemblies().Where(f => NameOf(f).Contains("PortFirewall", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, own.Count);
        // Debuggers look for the sources where they were: only what is released does without.
        var isRelease = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name == "Release";
        Assert.All(own, f =>
        {
            using var assembly = new PEReader(File.OpenRead(f));
            Assert.True(assembly.TryOpenAssociatedPortablePdb(f, p => File.Exists(p) ? File.OpenRead(p) : null, out var symbols, out var path), f);
            using (symbols)
                Assert.All(DocumentsOf(symbols!.GetMetadataReader()), d => Assert.StartsWith(isRelease ? "/_/" : BuiltModule.Root, d, StringComparison.Ordinal));
            Assert.Equal(Path.ChangeExtension(f, ".pdb"), path);
            Assert.NotEqual(isRelease, Encoding.UTF8.GetString(File.ReadAllBytes(f)).Contains(BuiltModule.Root, StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Installed_it_is_found_by_name_and_by_command_and_has_its_help()
    {
        using var modules = new ScratchFolder();
        BuiltPackage.InstallInto(modules.Path);
        var result = ChildEngine.Run($$"""
            $env:PSModulePath = '{{modules.Path}}'
            $ErrorActionPreference = 'Stop'
            "*filter`n:INPUT DROP [0:0]`n-A INPUT -p tcp --dport 443 -j ACCEPT`nCOMMIT" | Import-IptablesRuleset -AddressFamily IPv4 | Test-PortPath 443 -Quiet
            (Get-Module PortFirewall).ModuleBase
            (Get-Command -Module PortFirewall).Count
            (Get-Help Open-IptablesPort).Synopsis
            """);
        var lines = result.Output.Trim().Split('\n');
        Assert.Equal("True", lines[0]);
        Assert.StartsWith(modules.Path, lines[1], StringComparison.Ordinal);
        Assert.Equal(shared.Engine.Run("(Get-Command -Module PortFirewall).Count").Quietly().Text.Trim(), lines[2]);
        Assert.StartsWith("Opens ports", lines[3], StringComparison.Ordinal);
    }

    private static string[] Assemblies() => Directory.GetFiles(BuiltModule.Folder, "*.dll", SearchOption.AllDirectories);

    private static IEnumerable<string> DocumentsOf(MetadataReader symbols) => symbols.Documents.Select(d => symbols.GetString(symbols.GetDocument(d).Name));

    private static string NameOf(string file) => Path.GetRelativePath(BuiltModule.Folder, file);
}
