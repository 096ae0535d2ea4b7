namespace PortFirewall;

/// <summary>Puts into a page what its commands print.</summary>
internal static class PageWriter
{
    /// <summary>Writes what the commands of an example printed in the place of what the page shows.</summary>
    public static void Write(PageExample example, IReadOnlyList<string> printed)
    {
        var path = PageExample.FileOf(example.Page);
        var text = File.ReadAllText(path).Split('\n').ToList();
        var at = PageExample.HasTitles(example.Page) ? text.IndexOf($"### {example.Title}") : 0;
        foreach (var (turn, output) in example.Turns.Zip(printed))
        {
            var command = turn.Command.Split('\n');
            at = text.FindIndex(at, line => line == Transcript.Prompt + command[0]) + command.Length;
            var end = text.FindIndex(at, line => line == "```" || line.StartsWith(Transcript.Prompt, StringComparison.Ordinal));
            text.RemoveRange(at, end - at);
            text.InsertRange(at, Around(output, isLast: text[at] == "```"));
        }
        File.WriteAllText(path, string.Join('\n', text));
    }

    /// <summary>Tables and lists stand between empty lines in a window; the one behind the last of them is not worth a line of the page.</summary>
    private static string[] Around(string printed, bool isLast)
    {
        var output = Transcript.Tidy(printed);
        if (output.Length == 0)
            return [];
        var isShape = printed[0] == '\n' || output.Contains("\n\n", StringComparison.Ordinal);
        return [.. printed[0] == '\n' ? [""] : Array.Empty<string>(), .. output.Trim('\n').Split('\n'), .. isShape && !isLast ? [""] : Array.Empty<string>()];
    }
}
