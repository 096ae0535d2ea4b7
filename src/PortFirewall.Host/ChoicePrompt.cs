using System.Management.Automation;
using System.Management.Automation.Host;

namespace PortFirewall.Host;

/// <summary>Asks a question with a few answers, such as that of <c>-Confirm</c>.</summary>
internal sealed class ChoicePrompt(Terminal terminal, PSHostUserInterface ui, CancellationToken stopping)
{
    /// <summary>Asks until one of the answers is given.</summary>
    /// <returns>The index of the choice that was made.</returns>
    /// <exception cref="HostException">Nobody is there to answer.</exception>
    /// <exception cref="PipelineStoppedException">The script was stopped while it waited for the answer.</exception>
    public int Ask(string caption, string message, IReadOnlyList<ChoiceDescription> choices, int defaultChoice)
    {
        if (!terminal.CanAsk)
        {
            // An answer that happens to be in a pipe was not given to this question.
            throw new HostException(
                $"{message.ReplaceLineEndings(" ")} This question can't be answered: standard input is not a terminal. "
                + "-Confirm:$false does without a confirmation, -WhatIf without the change.");
        }

        var options = choices.Select(choice => new Choice(choice)).ToArray();
        if (!string.IsNullOrEmpty(caption))
            ui.WriteLine($"\n{caption}");
        if (!string.IsNullOrEmpty(message))
            ui.WriteLine(message);
        while (true)
        {
            ui.Write(Question(options, defaultChoice));
            var answer = ReadAnswer();
            if (answer.Length == 0 && defaultChoice >= 0)
                return defaultChoice;
            if (answer == "?")
            {
                foreach (var option in options)
                    ui.WriteLine($"{option.Key} - {option.Help}");
            }
            else if (Array.FindIndex(options, option => option.IsMeantBy(answer)) is >= 0 and var chosen)
            {
                return chosen;
            }
        }
    }

    private static string Question(Choice[] options, int defaultChoice)
    {
        var list = string.Join("  ", options.Select(option => $"[{option.Key}] {option.Label}"));
        var byDefault = defaultChoice >= 0 ? $" (default is \"{options[defaultChoice].Key}\")" : "";
        return $"{list}  [?] Help{byDefault}: ";
    }

    /// <summary>Reads beside the pipeline's thread, which has to be free to end when the script is stopped.</summary>
    private string ReadAnswer()
    {
        try
        {
            return Task.Run(Console.ReadLine, stopping).WaitAsync(stopping).GetAwaiter().GetResult()?.Trim()
                ?? throw new HostException("Standard input ended before the question was answered.");
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>A label such as <c>Yes to &amp;All</c> with the key after the ampersand.</summary>
    private sealed class Choice
    {
        public Choice(ChoiceDescription description)
        {
            var ampersand = description.Label.IndexOf('&');
            Label = description.Label.Replace("&", "");
            Key = ampersand >= 0 && ampersand + 1 < description.Label.Length ? description.Label[(ampersand + 1)..(ampersand + 2)] : Label;
            Help = description.HelpMessage;
        }

        public string Label { get; }

        public string Key { get; }

        public string Help { get; }

        public bool IsMeantBy(string answer) =>
            answer.Equals(Key, StringComparison.OrdinalIgnoreCase) || answer.Equals(Label, StringComparison.OrdinalIgnoreCase);
    }
}
