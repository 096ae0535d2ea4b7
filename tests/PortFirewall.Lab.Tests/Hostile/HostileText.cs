namespace PortFirewall;

/// <summary>Texts that somebody may give who means harm, or who pasted what he should not have; some of them are harmless, and some are what they should be.</summary>
/// <param name="seed">What they follow from, so that they can be made again.</param>
/// <param name="canary">A file that no text must bring about; words of the shell in the texts would make it.</param>
internal sealed class HostileText(int seed, string canary)
{
    private static readonly string[] Characters =
    [
        "\n", "\r", "\r\n", "\t", "\v", "\f", "\0", "\u0001", "\u001b[31m", "\u007f", "\u0085", "\u00a0", "\u200b", "\u202e", "\u2028", "\u2029", "\u3000", "\ufeff", "\ufffd", "\ud800", "\udc80", "\udcff",
        "é", "１", "−", "‐", "＂", "＇", "＼", "；", "ǃ", "а", "\U0001F525",
        " ", "  ", "\"", "'", "\\", "`", "$", "!", "! ", "-", "--", "+", "*", "?", "[", "]", "{", "}", "(", ")", "<", ">", "|", "&", ";", "#", "%", "=", ",", ":", "/", ".", "..", "~", "^", "@",
        "\\n", "\\0", "%s", "%n", "{0}", "$_", "\\x0a", "%0a", "\\\"", "\\'",
    ];

    /// <summary>What tools, shells, files and formats take for more than text.</summary>
    private readonly string[] _phrases =
    [
        $"$(touch {canary})", $"`touch {canary}`", $"; touch {canary}", $"| touch {canary}", $"&& touch {canary} #", $"\n touch {canary}\n", $"'; touch {canary}; '", $"\"; touch {canary}; \"",
        $"--modprobe={canary}.sh", $"-M{canary}.sh", $"-oProxyCommand=touch {canary}", $"-o ProxyCommand=touch\\ {canary}", $"ProxyCommand=touch {canary}", $"LocalCommand=touch {canary}", $"${{IFS}}touch${{IFS}}{canary}",
        "-j ACCEPT", "-j ACCEPT\n-A INPUT -j ACCEPT", "\n-A INPUT -j ACCEPT\n", "\"\n-A INPUT -j ACCEPT\n#", "\" -j ACCEPT -m comment --comment \"", "\\\" -j ACCEPT", "\nCOMMIT\n*filter\n-F\nCOMMIT\n", "COMMIT", "*filter", ":INPUT ACCEPT [0:0]",
        "-F", "--flush", "-X", "-P INPUT ACCEPT", "-t nat", "--table=nat", "-w 0", "-4", "-6", "-h", "--help", "-V", "--version", "-c 1 1", "--set-counters 9 9", "[1:1]", "-I INPUT 1", "-D INPUT 1", "-R INPUT 1", "--", "-", "!", "! -s 10.0.0.1",
        "../../../etc/passwd", "/etc/shadow", "/proc/self/mem", "/dev/zero", "//", ".", "..", "~root", "file:///etc/passwd", "C:\\x", "Env:PATH", "Variable:x", "-Path", "-WhatIf", "@args", "$(whoami)", "$env:PATH", "*", "?", "[a-z]*",
        "null", "NaN", "-1", "0", "1e9", "65536", "0x16", "0022", "4294967318", "99999999999999999999", "1-", "-1-2", "22:", ":22", "22,23", "22;23", "６5", "ssh\n", " ssh", "true", "{}", "[]", "<a>", "]]>", "&amp;", "%d%s%n", "{0}{1}", "\\u0022",
        "ssh://-oProxyCommand=x@h", "ssh://h;x", "ssh://h/../x", "ssh://u@h:22\n", "netns:../../proc/1/ns/net", "netns:", "netns:-x", "::ffff:1.2.3.4", "fe80::1%eth0", "1.2.3", "010.0.0.1", "1.2.3.4/33", "1.2.3.4/255.255.255.0", "::/129", "localhost", "ACCEPT", "RETURN", "INPUT", "filter",
    ];

    private readonly Random _random = new(seed);

    /// <summary>The next one.</summary>
    /// <param name="proper">Texts that are right for what the text is given to.</param>
    public string Next(IReadOnlyList<string> proper) => _random.Next(10) switch
    {
        0 => OneOf(_phrases),
        1 => OneOf(Characters),
        2 => string.Concat(Enumerable.Range(0, _random.Next(1, 12)).Select(_ => OneOf(Characters))),
        3 => string.Concat(Enumerable.Range(0, _random.Next(1, 30)).Select(_ => (char)_random.Next(32, 127))),
        4 => string.Concat(Enumerable.Repeat(OneOf(_random.Next(2) == 0 ? proper : Characters), _random.Next(2, 400))),
        5 => OneOf(proper) + OneOf(_phrases),
        6 => OneOf(_phrases) + OneOf(proper),
        7 => OneOf(proper),
        _ => Mutated(OneOf(proper)),
    };

    /// <summary>A text with something put in, taken out, doubled or exchanged, once or twice.</summary>
    private string Mutated(string text)
    {
        for (var times = _random.Next(1, 3); times > 0; times--)
        {
            var at = _random.Next(text.Length + 1);
            text = _random.Next(4) switch
            {
                0 when at < text.Length => text.Remove(at, 1),
                1 when at < text.Length => text[..at] + OneOf(Characters) + text[(at + 1)..],
                2 when at < text.Length => text[..at] + text[at] + text[at..],
                _ => text[..at] + OneOf(_random.Next(4) == 0 ? _phrases : Characters) + text[at..],
            };
        }
        return text;
    }

    private string OneOf(IReadOnlyList<string> texts) => texts[_random.Next(texts.Count)];
}
