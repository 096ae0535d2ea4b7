using System.Diagnostics;

namespace PortFirewall.Help.Tests;

/// <summary>A module with the sample cmdlet, and pages to make its help of.</summary>
internal sealed class SampleModule : IDisposable
{
    private const string Assembly = "PortFirewall.Help.Sample.dll";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("portfirewall-help-tests-");

    public SampleModule()
    {
        Directory.CreateDirectory(Pages);
        foreach (var page in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Pages")))
            File.Copy(page, Path.Combine(Pages, Path.GetFileName(page)));

        // As in PortFirewall, the assembly is in a folder below the manifest.
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "bin"));
        File.Copy(Path.Combine(AppContext.BaseDirectory, Assembly), Path.Combine(_folder.FullName, "bin", Assembly));
        File.WriteAllText(Manifest, $"@{{ RootModule = 'bin/{Assembly}'; ModuleVersion = '1.0'; CmdletsToExport = 'Get-Sample' }}");
    }

    private string Pages => Path.Combine(_folder.FullName, "pages");

    private string Manifest => Path.Combine(_folder.FullName, "Sample.psd1");

    private string Help => Path.Combine(_folder.FullName, "en-US");

    /// <summary>Replaces text on a page.</summary>
    public void Edit(string page, string text, string replacement)
    {
        var path = Path.Combine(Pages, page);
        var before = File.ReadAllText(path);
        Assert.Contains(text, before);
        File.WriteAllText(path, before.Replace(text, replacement));
    }

    public void BreakManifest() => File.WriteAllText(Manifest, "@{ RootModule = 'bin/nothing.dll'; ModuleVersion = '1.0' }");

    public void Delete(string page) => File.Delete(Path.Combine(Pages, page));

    public void Copy(string page, string to) => File.Copy(Path.Combine(Pages, page), Path.Combine(Pages, to));

    /// <summary>Runs the generator.</summary>
    /// <returns>Its exit status and what it wrote.</returns>
    public Task<(int Status, string Output)> MakeHelp() => Run("PortFirewall.Help", Manifest, Pages, Help);

    public async Task<(int Status, string[] Problems)> FindProblems()
    {
        var (status, output) = await MakeHelp();
        Assert.False(Directory.Exists(Help));
        return (status, output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>What the engine makes of the help.</summary>
    public async Task<string> GetHelp(string arguments) =>
        (await Run("PortFirewall.Host", "-Module", Manifest, "-Command", $"Get-Help {arguments}")).Output;

    public Task<string> ReadAboutTopic() => File.ReadAllTextAsync(Path.Combine(Help, "about_Sample.help.txt"));

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task<(int Status, string Output)> Run(string project, params string[] arguments)
    {
        // …/tests/PortFirewall.Help.Tests/bin/CONFIGURATION/FRAMEWORK/
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var source = Path.Combine(output.FullName, "..", "..", "..", "..", "..", "src", project);
        var program = Path.GetFullPath(Path.Combine(source, "bin", output.Parent!.Name, output.Name, $"{project}.dll"));
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, text + await errors);
    }
}
