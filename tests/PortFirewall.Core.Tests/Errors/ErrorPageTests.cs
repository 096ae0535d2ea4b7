using System.Text.RegularExpressions;

namespace PortFirewall.Core.Tests.Errors;

/// <summary>The page about errors says what the errors say, of every error and of none that there isn't.</summary>
public sealed partial class ErrorPageTests
{
    private static readonly IReadOnlyList<string> Cmdlets =
        [.. CmdletName().Matches(File.ReadAllText(Path.Combine(ErrorPage.Root, "PortFirewall.psd1"))).Select(m => m.Value.Trim('\''))];

    public static TheoryData<string> Ids => [.. ErrorPage.Entries.Select(e => e.Id)];

    [Fact]
    public void Every_error_has_an_entry_and_a_sample_and_every_entry_has_an_error()
    {
        var factories = ErrorFactoryTests.All().GroupBy(f => f.Name, f => f, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        Assert.Equal(factories.Keys.Order(StringComparer.Ordinal), ErrorPage.Entries.Select(e => e.Id).Order(StringComparer.Ordinal));
        Assert.Equal(factories.Keys.Order(StringComparer.Ordinal), ErrorSamples.All.Select(e => e.ErrorId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        // Those that say different things under one id have a sample each.
        Assert.All(factories, f => Assert.True(ErrorSamples.Of(f.Key).DistinctBy(e => e.Message).Count() >= f.Value, f.Key));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void An_entry_quotes_the_messages(string id)
        => Assert.Equal(ErrorSamples.Of(id).Select(e => e.Message).Distinct(StringComparer.Ordinal), Entry(id).Messages);

    [Theory]
    [MemberData(nameof(Ids))]
    public void An_entry_says_what_to_do_as_the_error_does(string id)
    {
        var actions = ErrorSamples.Of(id).Select(e => e.RecommendedAction).Distinct(StringComparer.Ordinal).ToList();
        Assert.Equal(actions, Entry(id).Remedies.Zip(actions).Select(r => r.First[..Math.Min(r.First.Length, r.Second.Length)]));
        Assert.Equal(actions.Count, Entry(id).Remedies.Count);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void An_entry_names_the_category(string id)
        => Assert.Equal(
            ErrorSamples.Of(id).Select(e => $"`{e.Kind}`{(e.IsTerminating ? ", ends the command" : "")}").Distinct(StringComparer.Ordinal), [Entry(id).Category]);

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_cause_says_more_than_the_message(string id)
    {
        var cause = Entry(id).Cause;
        Assert.EndsWith(".", cause, StringComparison.Ordinal);
        var said = Words(string.Join(' ', Entry(id).Messages) + string.Join(" ", Entry(id).Remedies));
        Assert.True(Words(cause).Except(said, StringComparer.OrdinalIgnoreCase).Count() >= 5, cause);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void An_entry_names_cmdlets_that_there_are(string id)
    {
        var from = Entry(id).From;
        var names = Code().Matches(from).Select(m => m.Groups["text"].Value).ToList();
        Assert.All(names.Where(n => n[0] != '-'), name => Assert.Contains(name, Cmdlets));
        Assert.All(names.Where(n => n[0] == '-'), name => Assert.Contains(Pages, page => page.Contains($"### {name}\n", StringComparison.Ordinal)));
        Assert.Matches(@"^(every cmdlet( with `-\w+`)?( but )?)?(, )?(`[A-Z]\w+-\w+`(, )?)*$", from);
        var cmdlets = names.Where(n => n[0] != '-').ToList();
        Assert.Equal(cmdlets.Order(StringComparer.Ordinal), cmdlets);
    }

    [Fact]
    public void The_entries_of_a_section_are_in_order()
        => Assert.All(ErrorPage.Entries.GroupBy(e => e.Section), s => Assert.Equal(s.Select(e => e.Id).Order(StringComparer.Ordinal), s.Select(e => e.Id)));

    private static IReadOnlyList<string> Pages { get; } = [.. Directory.GetFiles(Path.Combine(ErrorPage.Root, "docs/en-US"), "*.md").Select(File.ReadAllText)];

    private static ErrorPageEntry Entry(string id) => Assert.Single(ErrorPage.Entries, e => e.Id == id);

    private static IEnumerable<string> Words(string text) => Word().Matches(text).Select(m => m.Value).Distinct(StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex(@"'[A-Z][a-z]+-[A-Za-z]+'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CmdletName();

    [GeneratedRegex("`(?<text>[^`]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"\w{4,}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();
}
