using System.Text.RegularExpressions;

namespace PortFirewall;

/// <summary>What is another at each run, by nature. It has to be there, and in the same place; everything else has to be the same to the letter.</summary>
internal static partial class EachTime
{
    /// <summary>In milliseconds; pages are short.</summary>
    private const int Patience = 1000;

    /// <summary>What tells things apart is the same again where the same thing is meant: the identifier of a change, the port of a connection.</summary>
    private static readonly IReadOnlyList<(Regex Pattern, string Name, bool TellsApart)> Patterns =
    [
        (Moment(), "moment", true),
        (FileTime(), "minute", false),
        (FileSize(), "size", false),
        (TimeOfDay(), "time", true),
        (ClientPort(), "port", true),
        (Milliseconds(), "ms", false),
        (Process(), "process", true),
        (Background(), "counter", false),
        (Change(), "id", true),
        (SetSeed(), "seed", false),
        (Witness(), "witness", false),
        (WitnessGroup(), "group", false),
        (ClockReply(), "clock", false),
        (ToolVersion(), "version", false),
    ];

    /// <summary>All that an example shows, in which what differs is replaced by what it is.</summary>
    public static string Hide(IEnumerable<string> outputs)
        => Patterns.Aggregate(string.Join('\n', outputs.Select((output, index) => $"[{index}]\n{Transcript.Tidy(output)}")), (text, next) => Hide(text, next.Pattern, next.Name, next.TellsApart));

    private static string Hide(string text, Regex pattern, string name, bool tellsApart)
    {
        var seen = new List<string>();
        return pattern.Replace(text, found =>
        {
            if (!seen.Contains(found.Value))
                seen.Add(found.Value);
            return tellsApart ? $"«{name} {seen.IndexOf(found.Value) + 1}»" : $"«{name}»";
        });
    }

    /// <summary>A day and a time of day, as views, files and names of files have it.</summary>
    [GeneratedRegex(@"\b\d{4}-\d\d-\d\d[ T][\d:]+(\.\d+)?(Z|\+00:00)?", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex Moment();

    /// <summary>When a file was written, as <c>Get-Item</c> shows it. Two of them may be on both sides of a full minute.</summary>
    [GeneratedRegex(@"\b\d\d/\d\d/\d{4} \d\d:\d\d\b", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex FileTime();

    /// <summary>Of a file of rules: their counters are longer or shorter. It stands behind the file's time.</summary>
    [GeneratedRegex("(?<=«minute») +[0-9]+(?= )", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex FileSize();

    [GeneratedRegex(@"\b\d\d:\d\d:\d\d\b", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex TimeOfDay();

    /// <summary>The kernel takes the port of a client from 32768 to 60999 (<c>ip_local_port_range</c>); the pages ask about none of those.</summary>
    [GeneratedRegex(@"(?<=port\s+|LocalPort\s+: )\d{5}\b", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex ClientPort();

    /// <summary>How long a probe took, in the column of its view.</summary>
    [GeneratedRegex(@" +\d+\.\d(?= (True|False) )", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex Milliseconds();

    /// <summary>A process, in the column of its view and in a list.</summary>
    [GeneratedRegex(@" +\d+(?= pwsh\b)|(?<=ProcessId +: )\d+", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex Process();

    /// <summary>
    /// Counters that go on while they are read: a connection is closed behind the probe's back, and IPv6 has its neighbours to find. They are those
    /// of the rules for established connections and for ICMPv6, and of what the server sends.
    /// </summary>
    [GeneratedRegex(@"( +\d+){2}(?= +ACCEPT +(all .*RELATED,ESTABLISHED|ipv6-icmp))|(?<=OUTPUT +Accept)( +\d+){2}", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex Background();

    /// <summary>What a change that waits for its confirmation is called by.</summary>
    [GeneratedRegex(@"\b[0-9a-f]{8}\b", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex Change();

    /// <summary>What the kernel begins the hashes of a set with (ipset(8), <c>initval</c>).</summary>
    [GeneratedRegex("0x[0-9a-f]{8}", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex SetSeed();

    /// <summary>The process that watches a rule, and which of its watches it is.</summary>
    [GeneratedRegex(@"(?<=PortFirewall witness )\d+/\d+/\d+|(?<=--nflog-prefix pf-)\d+-\d+-\d+", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex Witness();

    [GeneratedRegex(@"(?<=--nflog-group )\d+", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex WitnessGroup();

    /// <summary>What a time server answers behind its first byte (RFC 5905, figure 8), in a list, which may break it.</summary>
    [GeneratedRegex(@"(?<=hex:)(24|e4)[0-9a-f]+\s+[0-9a-f]+", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex ClockReply();

    /// <summary>The machine's iptables.</summary>
    [GeneratedRegex(@"\b1\.8\.\d+\b", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex ToolVersion();
}
