using System.IO.Compression;

namespace PortFirewall;

/// <summary>
/// Whoever builds the same commit with the same SDK gets the same bytes, and can so see for themselves that a package was made of it. Everyday
/// it is seen that no time of the build is in it; in the long run two clones are built in folders of their own.
/// </summary>
public sealed class ReproducibleTests
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("PORTFIREWALL_LONG") == "1";

    [Fact]
    public void Two_packages_of_one_commit_are_the_same_bytes()
    {
        using (var package = ZipFile.OpenRead(BuiltPackage.File))
        {
            // The commit's, in UTC as a zip has it, which knows no zone: older than the build by the time that compiling takes.
            var time = Assert.Single(package.Entries.Select(e => e.LastWriteTime.DateTime).Distinct());
            Assert.True(time < File.GetLastWriteTimeUtc(BuiltPackage.File).AddSeconds(-5), $"{time} is the time of the build.");
        }
        if (!IsLong)
            return;
        using var folder = new ScratchFolder();
        var (one, other) = (BuiltInAClone(folder, "one"), BuiltInAClone(folder, "other/folder"));
        Assert.True(File.ReadAllBytes(one).AsSpan().SequenceEqual(File.ReadAllBytes(other)), $"{one} and {other} differ.");
    }

    private static string BuiltInAClone(ScratchFolder folder, string name)
    {
        var clone = Path.Combine(folder.Path, name);
        Shell.Run($"git -c 'safe.directory=*' clone --quiet {BuiltModule.Root} {clone} && {clone}/build.sh package");
        return Assert.Single(Directory.GetFiles($"{clone}/out/package", "*.nupkg"));
    }
}
