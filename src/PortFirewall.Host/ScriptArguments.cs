using System.Management.Automation.Runspaces;

namespace PortFirewall.Host;

/// <summary>Turns a script's arguments into parameters by the rules of <c>pwsh -File</c>.</summary>
internal static class ScriptArguments
{
    /// <summary>Tells names, values and positional arguments apart.</summary>
    /// <remarks>
    /// Whether the word after <c>-Name</c> is its value or a positional argument is for the engine to say, which knows the
    /// script's parameters; so it gets a name without a value, as it does from a command line.
    /// </remarks>
    public static IEnumerable<CommandParameter> Bind(IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            var colon = word.IndexOf(':');
            if (word is not ['-', _, ..])
                yield return new CommandParameter(null, word);
            else if (colon < 0)
                yield return new CommandParameter(word);
            else if (colon < word.Length - 1)
                yield return new CommandParameter(word[..colon], BooleanOrText(word[(colon + 1)..]));
            else if (i + 1 < words.Count)
                yield return new CommandParameter(word[..colon], words[++i]);
            else
                yield return new CommandParameter(word[..colon]);
        }
    }

    /// <summary><c>-Switch:$false</c> is the only way to say no to a switch, and a shell passes on its text only.</summary>
    private static object BooleanOrText(string text) => bool.TryParse(text.TrimStart('$'), out var boolean) ? boolean : text;
}
