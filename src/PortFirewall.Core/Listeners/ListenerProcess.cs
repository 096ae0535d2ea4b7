using System.Globalization;
using System.Text.RegularExpressions;

namespace PortFirewall;

/// <summary>A process that holds a socket.</summary>
/// <param name="Name">Its name, which it can choose freely: up to 15 characters of any kind.</param>
/// <param name="Id">Its id.</param>
internal sealed partial record ListenerProcess(string Name, int Id)
{
    private const string Separator = "),(";

    /// <summary>
    /// Reads <c>users:(("nginx",pid=10,fd=6),("nginx",pid=11,fd=6))</c>. Of several processes it takes the one with the lowest id,
    /// which is the one that started the others; null where the text names none.
    /// </summary>
    /// <param name="text">What <c>ss</c> prints behind the addresses.</param>
    /// <param name="rest">What follows the processes, in which no process has a say.</param>
    public static ListenerProcess? Read(string text, out string rest)
    {
        var users = Users().Match(text);
        rest = users.Success ? text[(users.Index + users.Length)..] : text;
        return users.Success
            ? users.Groups["list"].Value.Split(Separator).Select(ReadOne).Where(process => process is not null).MinBy(process => process!.Id)
            : null;
    }

    private static ListenerProcess? ReadOne(string text)
    {
        var one = One().Match(text);
        return one.Success && int.TryParse(one.Groups["id"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? new ListenerProcess(one.Groups["name"].Value, id)
            : null;
    }

    // A name may hold brackets and spaces; what surely ends the list is a file descriptor, two brackets and a space.
    [GeneratedRegex("""(?:^|\s)users:\(\((?<list>.+?,fd=[0-9]+)\)\)(?:\s|$)""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Users();

    // Greedy: a process that calls itself 'x",pid=1,fd=3' still has its own id, which comes last.
    [GeneratedRegex("""^"(?<name>.*)",pid=(?<id>[0-9]+),fd=[0-9]+$""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.Singleline)]
    private static partial Regex One();
}
