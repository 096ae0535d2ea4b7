using System.Globalization;
using PortFirewall.Fuzz;

// Instruments the copy of Core that lies in a folder, or fuzzes with an instrumented copy. build.ps1 and docs/correctness.md say how.
switch (args)
{
    case ["instrument", var assembly]:
        CoverageMap.Instrument(assembly);
        return 0;
    case ["run", var target, var folder, var seconds, var seed]:
    {
        // Ahead of everything else: code that is instrumented can't run without it.
        using var map = new CoverageMap();
        var duration = TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture));
        return new FuzzRun(folder, FuzzTarget.Of(target, int.Parse(seed, CultureInfo.InvariantCulture)), duration).Run(map);
    }
    default:
        throw new NotSupportedException("Give: instrument ASSEMBLY, or: run rules|nft|replies FOLDER SECONDS SEED.");
}
