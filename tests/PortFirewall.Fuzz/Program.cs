using System.Globalization;
using PortFirewall.Fuzz;

// Instruments the copy of Core that lies in a folder, or fuzzes with an instrumented copy. build.ps1 and docs/correctness.md say how.
switch (args)
{
    case ["instrument", var assembly]:
        CoverageMap.Instrument(assembly);
        return 0;
    case ["run", var target, var folder, var seconds, var seed]:
        return new FuzzRun(folder, FuzzTarget.Of(target, int.Parse(seed, CultureInfo.InvariantCulture)), TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture))).Run();
    default:
        throw new NotSupportedException("Give: instrument ASSEMBLY, or: run rules|nft|replies FOLDER SECONDS SEED.");
}
