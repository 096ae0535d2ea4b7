using System.Globalization;
using System.Text.RegularExpressions;

namespace PortFirewall;

/// <summary>Questions about a rule as a person may type them: other words for the same rule, and rules that differ from it in one thing.</summary>
internal static partial class RuleQuestions
{
    /// <summary>How long a search may take, in milliseconds.</summary>
    private const int Patience = 10_000;

    private static readonly (string Short, string Long)[] Synonyms =
        [("-s", "--source"), ("-d", "--destination"), ("-p", "--protocol"), ("-i", "--in-interface"), ("-o", "--out-interface"), ("-j", "--jump"), ("--dport", "--destination-port"), ("--sport", "--source-port")];

    /// <summary>Texts that are not the rule's own.</summary>
    public static IEnumerable<string> About(string specification)
        => new[] { InOtherWords(specification), WithAnotherPort(specification), WithAnotherTarget(specification), Negated(specification) }.Where(text => text != specification);

    /// <summary>Whether a shell takes the text as iptables prints it: quotes aside, nothing in it means anything to a shell.</summary>
    public static bool CanBeTyped(string specification) => specification.AsSpan().IndexOfAny("$`\n") < 0 && !ShellOperator().IsMatch(Quoted().Replace(specification, ""));

    private static string InOtherWords(string text)
        => Quoted().IsMatch(text) ? text : Synonyms.Aggregate($" {text} ", (words, pair) => words.Replace($" {pair.Short} ", $" {pair.Long} ", StringComparison.Ordinal)).Trim();

    private static string WithAnotherPort(string text) => Port().IsMatch(text)
        ? Port().Replace(text, m => m.Groups["option"].Value + ((int.Parse(m.Groups["port"].Value, CultureInfo.InvariantCulture) % 65535) + 1).ToString(CultureInfo.InvariantCulture), 1)
        : text.Contains("-p ", StringComparison.Ordinal) ? text : "-p tcp -m tcp --dport 4321 " + text;

    private static string WithAnotherTarget(string text) => Target().Replace(text, m => m.Groups["target"].Value == "ACCEPT" ? "-j RETURN" : "-j ACCEPT");

    private static string Negated(string text)
    {
        if (Restriction().Match(text) is not { Success: true } option)
            return "! -i lo " + text;
        return option.Groups["not"].Success
            ? text.Remove(option.Groups["not"].Index, option.Groups["not"].Length)
            : text.Insert(option.Groups["option"].Index, "! ");
    }

    [GeneratedRegex("\"(\\\\.|[^\"\\\\])*\"", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"[;&|<>()*?#~\[\]{}'\\]", RegexOptions.None, Patience)]
    private static partial Regex ShellOperator();

    [GeneratedRegex(@"(?<option>--[sd]ports? )(?<port>\d+)", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex Port();

    [GeneratedRegex(@"(?<=^|\s)-[jg] (?<target>\S+).*$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, Patience)]
    private static partial Regex Target();

    [GeneratedRegex(@"(?<=^|\s)(?<not>! )?(?<option>(--[sd]ports?|--ctstate|--state|-s|-d|-i|-p)) ", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex Restriction();
}
