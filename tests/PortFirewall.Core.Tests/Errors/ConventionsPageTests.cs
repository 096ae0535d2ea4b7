using System.Text.RegularExpressions;

namespace PortFirewall.Core.Tests.Errors;

/// <summary>The page about conventions goes through every guideline, and what it says holds one is there.</summary>
public sealed partial class ConventionsPageTests
{
    private static readonly string[] Codes =
    [
        "AC01", "AC02", "AC03", "AC04", "AC05", "AC06", "AD01", "AD02", "AD03", "AD04", "AD05", "RC01", "RC02", "RC03", "RC04", "RC05", "RC06", "RC07",
        "RD01", "RD02", "RD03", "RD04", "RD05", "RD06", "SC01", "SC02", "SC03", "SC04", "SD01", "SD02", "SD03", "SD04", "SD05",
    ];

    private static readonly string Text = File.ReadAllText(Path.Combine(ErrorPage.Root, "docs/conventions.md"));

    private static IEnumerable<string> Rows => Text.Split('\n').Where(l => Row().IsMatch(l));

    [Fact]
    public void Every_guideline_has_a_row()
        => Assert.Equal(Codes, Rows.Select(r => r[2..6]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    [Fact]
    public void A_row_names_the_file_that_holds_it_and_tests_that_are_in_it()
        => Assert.All(Rows, row =>
        {
            var cells = row.Split(" | ");
            var files = Link().Matches(cells[^1]).Select(m => File.ReadAllText(Path.Combine(ErrorPage.Root, "docs", m.Groups["path"].Value))).ToList();
            Assert.True(files.Count > 0 || row.Contains("*Differs.*", StringComparison.Ordinal), row);
            Assert.All(Test().Matches(cells[^1]), m => Assert.Contains(files, f => f.Contains($" {m.Groups["name"].Value}(", StringComparison.Ordinal)));
        });

    [GeneratedRegex(@"^\| [A-Z]{2}\d\d \|", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();

    [GeneratedRegex(@"\]\((?<path>\.\./[^)]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"`(?<name>[A-Z]\w+_\w+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Test();
}
