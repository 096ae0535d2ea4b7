using BenchmarkDotNet.Running;
using PortFirewall.Benchmarks;

// "core" runs BenchmarkDotNet on the thinking, "scale" measures it on very many rules. Everything else compares whole commands with the native tools
// that they run: all of them, or those that are named.
string[] comparisons = ["probes", "import", "tab", "reading", "adding"];
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
if (args.Except(comparisons).FirstOrDefault() is { } unknown)
{
    Console.Error.WriteLine($"'{unknown}' is none of core, scale, {string.Join(", ", comparisons)}.");
    return 1;
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
if (IsAsked("probes"))
    ProbeComparison.Run(module);
if (IsAsked("import"))
    ImportComparison.Run(module);
foreach (var backend in new[] { "nft", "legacy" })
{
    using var host = new ScratchHost(backend);
    if (IsAsked("tab"))
        CompletionComparison.Run(module, host);
    if (IsAsked("reading"))
        ReadingComparison.Run(module, host);
    if (IsAsked("adding"))
        AddingComparison.Run(module, host);
}
return 0;

bool IsAsked(string comparison) => args is [] || args.Contains(comparison);
