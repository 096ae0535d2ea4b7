using System.Management.Automation;

namespace PortFirewall;

/// <summary>What the Tab key offers.</summary>
internal static class Tab
{
    /// <summary>A function that completes a line at the bar in it, and tells a text and a tooltip for each choice; an entry in <c>$Error</c> is told too.</summary>
    public const string Function =
        """
        function tab([string] $line) {
            $Error.Clear()
            $at = $line.IndexOf('|')
            [System.Management.Automation.CommandCompletion]::CompleteInput($line.Remove($at, 1), $at, $null).CompletionMatches
            foreach ($e in $Error) { "ERROR $e" }
        }

        """;

    /// <summary>What there is to choose from where the bar is in the line.</summary>
    public static IReadOnlyList<CompletionResult> Complete(this Engine engine, string line)
    {
        engine.Set("line", line);
        var output = engine.Run(Function + "tab $line").Quietly().Output;
        return [.. output.Select(o => Assert.IsType<CompletionResult>(o.BaseObject))];
    }

    /// <summary>The texts that would be put into the line, with blanks between them.</summary>
    public static string Texts(this Engine engine, string line) => string.Join(' ', engine.Complete(line).Select(c => c.CompletionText));

    /// <summary>Text and tooltip of each choice, a line each.</summary>
    public static string Told(this Engine engine, string line) => string.Join('\n', engine.Complete(line).Select(c => $"{c.CompletionText}: {c.ToolTip}"));
}
