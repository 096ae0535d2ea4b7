using System.Globalization;

namespace PortFirewall;

/// <summary>Types the examples of pages on a machine made for them, and keeps what was printed.</summary>
internal static class ExamplePlayer
{
    private const char BetweenPages = '\f';
    private const char BetweenCommands = '\x1e';

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Examples");

    /// <summary>Plays pages, each in a session of its own, with the lab <c>shop</c> where the page does not make it itself.</summary>
    /// <param name="engine">What plays them.</param>
    /// <param name="examples">The examples; those of a page are typed one after the other.</param>
    /// <returns>What each command of each example printed.</returns>
    public static IReadOnlyDictionary<PageExample, IReadOnlyList<string>> Play(ExampleEngine engine, IReadOnlyList<PageExample> examples)
    {
        using var folder = new ScratchFolder();
        var pages = examples.GroupBy(example => example.Page).Select(page => page.ToArray()).ToArray();
        var plan = Path.Combine(folder.Path, "plan");
        File.WriteAllText(plan, string.Join(BetweenPages, pages.Select(Plan)));

        var (status, output, errors) = Shell.Try(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            exec unshare --mount --net --uts --ipc --pid --fork --kill-child --mount-proc -- sh '{Folder}/machine.sh' {ExampleEngine.Width} \
                {engine.Before} '{Folder}/play.ps1' '{plan}' '{BuiltModule.Manifest}' '{typeof(ExamplePlayer).Assembly.Location}'{engine.After}
            """));
        // A terminal ends lines with both characters.
        var printed = output.Replace("\r", "", StringComparison.Ordinal).Split(BetweenPages);
        Assert.True(status == 0 && printed.Length == pages.Length + 1, $"The examples were not played to their end: status {status}.\n{errors}{output}");
        return pages.Zip(printed).SelectMany(page => Share(page.First, page.Second)).ToDictionary();
    }

    private static string Plan(PageExample[] page)
    {
        var commands = page.SelectMany(CommandsOf).ToArray();
        var makesItsLab = commands.Any(command => command.Contains("New-FirewallLab shop", StringComparison.Ordinal));
        return string.Join(BetweenCommands, [makesItsLab ? "" : "$null = New-FirewallLab shop", .. commands]);
    }

    /// <summary>What starts the servers that the example asks for, and what it types.</summary>
    private static IEnumerable<string> CommandsOf(PageExample example)
        => [ExampleServers.CommandFor(example, $"{Folder}/servers.sh") ?? "", .. example.Turns.Select(turn => turn.Command)];

    private static IEnumerable<KeyValuePair<PageExample, IReadOnlyList<string>>> Share(PageExample[] page, string printed)
    {
        var parts = printed.Split(BetweenCommands);
        Assert.True(parts.Length == 1 + page.Sum(example => 1 + example.Turns.Count), $"{page[0].Page} was not played to its end:\n{printed}");
        Assert.True(string.IsNullOrWhiteSpace(parts[0]), $"Before the examples of {page[0].Page}:\n{parts[0]}");
        var at = 1;
        foreach (var example in page)
        {
            // What a server of the example said is no output of the first command; where it says something, the example alone is not as its page shows it.
            var said = string.IsNullOrWhiteSpace(parts[at]) ? "" : $"Before the example: {parts[at]}\n";
            yield return new(example, [said + parts[at + 1], .. parts.Skip(at + 2).Take(example.Turns.Count - 1)]);
            at += 1 + example.Turns.Count;
        }
    }
}
