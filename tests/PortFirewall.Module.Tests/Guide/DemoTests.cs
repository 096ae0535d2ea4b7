using System.Diagnostics;
using System.Globalization;

namespace PortFirewall;

/// <summary>The guide as a script, which is what <c>./build.sh demo</c> shows.</summary>
public sealed class DemoTests
{
    /// <summary>What the script prints on its way; it is interrupted after each in turn.</summary>
    private static readonly string[] Moments =
    [
        "The lab:", "1. Is the service listening?", "It can not:", "Insert it there.", "6. and 7.", "8. Keep it", "===== IPv6", "The probe that was the proof",
    ];

    [Fact]
    public void It_runs_to_its_end_and_proves_and_saves_both_families()
    {
        using var demo = Start();
        var output = demo.StandardOutput.ReadToEnd();
        demo.WaitForExit();
        Assert.Equal(0, demo.ExitCode);
        Assert.Equal(2, Count(output, "Proved: a connection from"));
        // Before each rule is in, and after both have gone again.
        Assert.Equal(4, Count(output, "TimedOut"));
        Assert.Contains("Succeeded Closed: ", output, StringComparison.Ordinal);
        Assert.Contains("Succeeded Open: ", output, StringComparison.Ordinal);
        Assert.Contains("rules.v6", output, StringComparison.Ordinal);
        AssertNothingIsLeft(demo.Id);
    }

    [Fact]
    public void Interrupted_at_any_moment_it_leaves_no_namespace_process_or_file()
    {
        foreach (var moment in Moments)
        {
            using var demo = Start();
            var reached = false;
            while (!reached && demo.StandardOutput.ReadLine() is { } line)
                reached = line.Contains(moment, StringComparison.Ordinal);
            Assert.True(reached, $"The demo never came to '{moment}'.");
            Shell.Run(string.Create(CultureInfo.InvariantCulture, $"kill -INT {demo.Id}"));
            demo.StandardOutput.ReadToEnd();
            demo.WaitForExit();
            Assert.Equal(130, demo.ExitCode);
            AssertNothingIsLeft(demo.Id);
        }
    }

    // A shell that starts the tests in the background has Ctrl-C ignored, and what it starts inherits that.
    private static Process Start() => Process.Start(new ProcessStartInfo(
        "env", ["--default-signal=INT", "dotnet", BuiltModule.HostProgram, "-Module", BuiltModule.Manifest, Path.Combine(BuiltModule.Root, "docs", "guide.ps1")])
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
    })!;

    /// <summary>The lab of the demo has the process's id in its name, so other labs do not count.</summary>
    private static void AssertNothingIsLeft(int process)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"pflab-{process}-");
        foreach (var folder in new[] { "/run/netns", "/etc/netns", "/run/portfirewall/labs" }.Where(Directory.Exists))
            Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(folder), e => e.Contains(name, StringComparison.Ordinal));
        // Written so that the pattern does not match the shell that searches for it.
        Assert.Empty(Shell.Run($"pgrep -f '[p]{name[1..]}' || true").Trim());
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
