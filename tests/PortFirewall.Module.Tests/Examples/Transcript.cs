namespace PortFirewall;

/// <summary>What stands in a window after some commands: prompts, what was typed there, and what came.</summary>
internal static class Transcript
{
    public const string Prompt = "PS> ";

    public const string Continuation = ">> ";

    /// <summary>Takes a transcript apart.</summary>
    public static IReadOnlyList<PageTurn> Read(string text)
    {
        var turns = new List<PageTurn>();
        var (command, output) = (new List<string>(), new List<string>());
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith(Prompt, StringComparison.Ordinal))
            {
                Close();
                command.Add(line[Prompt.Length..]);
            }
            else if (output.Count == 0 && line.StartsWith(Continuation, StringComparison.Ordinal))
            {
                command.Add(line[Continuation.Length..]);
            }
            else
            {
                output.Add(line);
            }
        }
        Close();
        return turns;

        void Close()
        {
            // What stands ahead of the first prompt belongs to no command: nothing is played for it, and it is never what is printed.
            if (command.Count > 0 || output.Count > 0)
                turns.Add(new PageTurn(string.Join('\n', command), Tidy(string.Join('\n', output))));
            command.Clear();
            output.Clear();
        }
    }

    /// <summary>Text without what nobody sees: blanks at the ends of lines, empty lines around it, and more than one of them in a row.</summary>
    public static string Tidy(string text)
    {
        var lines = new List<string>();
        foreach (var line in text.Split('\n').Select(line => line.TrimEnd()))
        {
            if (line.Length > 0 || lines is [.., { Length: > 0 }])
                lines.Add(line);
        }
        return string.Join('\n', lines).Trim('\n');
    }
}
