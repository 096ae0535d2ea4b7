using System.Management.Automation;

namespace PortFirewall;

/// <summary>A rule in the columns of a table, from whatever has its properties: a rule, or what is left of one after remoting. Called by the views.</summary>
public static class RuleView
{
    /// <summary>What the rule does, as a listing names it, with the look of a verdict: <c>ACCEPT</c>, a chain, <c>goto CHAIN</c>.</summary>
    /// <param name="rule">The rule.</param>
    public static string Target(object? rule)
        => Text(rule, "Target") is not { } target ? "(counts only)"
            : string.Equals(Text(rule, "IsGoto"), "True", StringComparison.OrdinalIgnoreCase) ? $"goto {target}" : VerdictStyle.Of(target, target);

    /// <summary>Which packets the rule is about, and what else it says; a comment comes last, as it may be long, and a rule without its address would seem to be about more than it is.</summary>
    /// <param name="rule">The rule.</param>
    public static string Details(object? rule) => Words(rule, "in");

    /// <summary>The same for a listing that has a column for the interface.</summary>
    internal static string DetailsWithoutInterface(object rule) => Words(rule, null);

    private static string Words(object? rule, string? interfaceWord)
    {
        var (details, comment) = Split(Text(rule, "Details") ?? "", Text(rule, "Comment"));
        string?[] parts =
        [
            interfaceWord is null ? null : Part(interfaceWord, Text(rule, "InInterface")),
            details.Length == 0 ? null : details,
            Part("from", Address(Text(rule, "Source"))),
            Part("to", Address(Text(rule, "Destination"))),
            Part("out", Text(rule, "OutInterface")),
            comment,
        ];
        return string.Join("  ", parts.OfType<string>());
    }

    private static (string Details, string? Comment) Split(string details, string? comment)
    {
        var words = $"/* {comment} */";
        var start = comment is null ? -1 : details.IndexOf(words, StringComparison.Ordinal);
        return start < 0 ? (details, null) : ((details[..start].TrimEnd() + "  " + details[(start + words.Length)..].TrimStart()).Trim(), words);
    }

    /// <summary>An address of one host without the length of its network, as <c>iptables -L</c> prints it.</summary>
    private static string? Address(string? address)
        => address is null ? null : address.EndsWith("/32", StringComparison.Ordinal) && !address.Contains(':') ? address[..^3] : address.EndsWith("/128", StringComparison.Ordinal) ? address[..^4] : address;

    private static string? Part(string word, string? value) => value is null ? null : $"{word} {value}";

    private static string? Text(object? rule, string property)
        => rule is not null && PSObject.AsPSObject(rule).Properties[property]?.Value?.ToString() is { Length: > 0 } text ? VisibleText.Of(text) : null;
}
