using BenchmarkDotNet.Running;
using PortFirewall.Benchmarks;

// "core" runs BenchmarkDotNet on the thinking, "scale" measures it on very many rules, "probes" times probes alone; everything else compares whole commands with the native tools that they run.
if (args is ["core", .. var rest])
{
    BenchmarkSwitcher.FromAssembly(typeof(CoreBenchmarks).Assembly).Run([.. rest]);
    return 0;
}
if (args is ["scale"])
{
    ScaleReport.Run();
    return 0;
}
if (!Environment.IsPrivilegedProcess)
{
    Console.Error.WriteLine("The benchmark makes network namespaces: run it as root, or through './build.sh benchmark'.");
    return 1;
}
var module = ModuleUnderTest.FindManifest();
Console.WriteLine($"{Environment.ProcessorCount} cores, .NET {Environment.Version}, {ModuleUnderTest.Describe()}");
Console.WriteLine();
Report.WriteHeader();
ProbeComparison.Run(module);
if (args is ["probes"])
    return 0;
ImportComparison.Run(module);
foreach (var backend in new[] { "nft", "legacy" })
{
    using var host = new ScratchHost(backend);
    ReadingComparison.Run(module, host);
    AddingComparison.Run(module, host);
}
return 0;
