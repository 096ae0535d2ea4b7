namespace PortFirewall;

/// <summary>What the examples of all pages printed on the project's own host.</summary>
public sealed class PlayedExamples
{
    /// <summary>Pages are played on two machines side by side.</summary>
    private const int Machines = 2;

    private readonly Lazy<Dictionary<PageExample, IReadOnlyList<string>>> _printed = new(PlayAll);

    /// <summary>What each command of an example printed, as it was printed.</summary>
    internal IReadOnlyList<string> Of(PageExample example) => _printed.Value[example];

    private static Dictionary<PageExample, IReadOnlyList<string>> PlayAll()
        => ExampleServers.Playable
            .GroupBy(example => example.Page)
            .Select((page, index) => (Examples: page, Machine: index % Machines))
            .GroupBy(page => page.Machine, page => page.Examples)
            .AsParallel()
            .SelectMany(pages => ExamplePlayer.Play(ExampleEngine.OwnHost, [.. pages.SelectMany(page => page)]))
            .ToDictionary();
}
