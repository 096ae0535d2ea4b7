using System.Runtime.CompilerServices;

namespace PortFirewall.Core.Tests.Errors;

/// <summary>The page about errors, <c>docs/errors.md</c>, taken apart.</summary>
internal static class ErrorPage
{
    /// <summary>The repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Its entries, in order.</summary>
    public static IReadOnlyList<ErrorPageEntry> Entries { get; } = [.. Read(File.ReadAllLines(Path.Combine(Root, "docs/errors.md")))];

    private static IEnumerable<ErrorPageEntry> Read(string[] lines)
    {
        var (section, id, body) = ("", "", new List<string>());
        foreach (var line in lines.Append("## "))
        {
            if (!line.StartsWith("## ", StringComparison.Ordinal) && !line.StartsWith("### ", StringComparison.Ordinal))
            {
                body.Add(line);
                continue;
            }
            if (id.Length > 0)
                yield return Entry(section, id, body);
            (section, id) = line[2] == ' ' ? (line[3..], "") : (section, line[4..]);
            body.Clear();
        }
    }

    private static ErrorPageEntry Entry(string section, string id, List<string> body) => new(
        section, id,
        Messages: [.. After(body, "> ")],
        Cause: Assert.Single(After(body, "- **Cause:** ")),
        Remedies: [Assert.Single(After(body, "- **Remedy:** ")), .. After(body, "- **Or:** ")],
        Category: Assert.Single(After(body, "- **Category:** ")),
        From: Assert.Single(After(body, "- **From:** ")));

    private static IEnumerable<string> After(List<string> body, string start)
        => body.Where(l => l.StartsWith(start, StringComparison.Ordinal)).Select(l => l[start.Length..]);

    private static string FindRoot([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../.."));
}
