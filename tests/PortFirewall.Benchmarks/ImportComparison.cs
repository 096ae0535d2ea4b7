using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;

namespace PortFirewall.Benchmarks;

/// <summary>What importing the module costs over importing a binary module with nothing in it, each time in a new process.</summary>
internal static class ImportComparison
{
    private const int Rounds = 15;

    public static void Run(string manifest)
    {
        var folder = Directory.CreateTempSubdirectory("pfbench-");
        try
        {
            var empty = MakeEmptyModule(folder.FullName);
            var host = FindHost(manifest);
            var subjects = new List<double>();
            var peers = new List<double>();
            for (var round = 0; round < Rounds; round++)
            {
                peers.Add(Import(host, empty));
                subjects.Add(Import(host, manifest));
            }
            Report.WriteDifference("`Import-Module`, over an empty binary module", "", Comparison.Median(subjects), Comparison.Median(peers), 100);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static double Import(string host, string manifest)
    {
        var script = $"$watch = [Diagnostics.Stopwatch]::StartNew(); Import-Module '{manifest}'; $watch.Elapsed.TotalMilliseconds.ToString('r')";
        return double.Parse(NativePeer.Run("dotnet", [host, "-Command", script]), CultureInfo.InvariantCulture);
    }

    private static string MakeEmptyModule(string folder)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName("Empty"), typeof(object).Assembly);
        assembly.DefineDynamicModule("Empty").DefineType("Nothing", TypeAttributes.Public).CreateType();
        assembly.Save(Path.Combine(folder, "Empty.dll"));
        var manifest = Path.Combine(folder, "Empty.psd1");
        File.WriteAllText(manifest, "@{ RootModule = 'Empty.dll'; ModuleVersion = '1.0'; CmdletsToExport = @() }");
        return manifest;
    }

    private static string FindHost(string manifest)
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(manifest)!, "..", ".."));
        var host = Path.Combine(root, "src", "PortFirewall.Host", "bin", "Release", "net10.0", "PortFirewall.Host.dll");
        return File.Exists(host) ? host : throw new FileNotFoundException("The host is not built: run './build.sh build' first.", host);
    }
}
