using System.Text.RegularExpressions;

namespace PortFirewall.Core.Tests.Errors;

/// <summary>Every error is raised by a test, through a cmdlet or by what throws it: a sample of it is not one.</summary>
public sealed partial class RaisedErrorsTests
{
    /// <summary>What no test can bring about, and why.</summary>
    private static readonly string[] NotRaised = [];

    [Fact]
    public void Each_error_is_expected_by_a_test()
    {
        var named = Sources().SelectMany(File.ReadLines).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)).SelectMany(line => Word().Matches(line)).Select(m => m.Value).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(NotRaised, ErrorFactoryTests.All().Select(f => f.Name).Distinct(StringComparer.Ordinal).Where(id => !named.Contains(id)).Order(StringComparer.Ordinal));
    }

    /// <summary>The tests of all projects but those that only look at the errors themselves.</summary>
    private static IEnumerable<string> Sources()
        => Directory.EnumerateFiles(Path.Combine(ErrorPage.Root, "tests"), "*.*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith("Tests.cs", StringComparison.Ordinal) || f.EndsWith(".Tests.ps1", StringComparison.Ordinal) || Path.GetFileName(f) == "Fault.cs")
            .Where(f => Path.GetDirectoryName(f) != Path.Combine(ErrorPage.Root, "tests/PortFirewall.Core.Tests/Errors"));

    [GeneratedRegex(@"\b[A-Z][A-Za-z]+\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();
}
