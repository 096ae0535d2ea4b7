namespace PortFirewall;

/// <summary>The examples of the pages in <c>docs/en-US</c>, all of them, typed on real firewalls.</summary>
/// <remarks>
/// <c>PORTFIREWALL_PAGES=write</c> puts what was printed into the pages where they show something else; look at the difference then.
/// </remarks>
public sealed class PageExampleTests(PlayedExamples played) : IClassFixture<PlayedExamples>
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("PORTFIREWALL_LONG") == "1";

    public static TheoryData<string> Alone => [.. PageExample.All.Select(example => $"{example}").Except(ExampleServers.Examples, StringComparer.Ordinal)];

    public static TheoryData<string> Served => [.. ExampleServers.Examples];

    [Theory]
    [MemberData(nameof(Alone))]
    public void It_prints_what_the_page_shows(string title) => Check(title);

    [ServedExampleTheory]
    [MemberData(nameof(Served))]
    public void With_its_server_it_prints_what_the_page_shows(string title) => Check(title);

    [PwshFact]
    public void A_real_pwsh_prints_the_same()
    {
        var examples = ExampleServers.Playable.Where(example => IsLong || example.Page == "about_PortFirewall").ToArray();
        var printed = ExamplePlayer.Play(ExampleEngine.Pwsh(PwshFactAttribute.Path!), examples);
        Assert.Equal(examples.Length, printed.Count);
        Assert.Empty(printed.Select(example => Difference(example.Key, example.Value)).OfType<string>());
    }

    private void Check(string title)
    {
        var example = PageExample.All.Single(example => $"{example}" == title);
        var printed = played.Of(example);
        var difference = Difference(example, printed);
        if (difference is not null && Environment.GetEnvironmentVariable("PORTFIREWALL_PAGES") == "write")
            PageWriter.Write(example, printed);
        Assert.True(difference is null, difference);
    }

    /// <summary>What the page shows and what was printed instead; null where it is the same.</summary>
    private static string? Difference(PageExample example, IReadOnlyList<string> printed)
        => EachTime.Hide(example.Turns.Select(turn => turn.Output)) == EachTime.Hide(printed) ? null
            : $"{example}\n" + string.Join('\n', example.Turns.Zip(printed).Select(turn => $"{Transcript.Prompt}{turn.First.Command}\n--- the page shows\n{turn.First.Output}\n--- it prints\n{Transcript.Tidy(turn.Second)}"));
}
