using System.Globalization;

namespace PortFirewall;

/// <summary>A line of a rule set that is a command of iptables: <c>[1:60] -A INPUT -p tcp …</c>, with the rest kept to the letter.</summary>
internal readonly record struct RuleLine
{
    public const string WrongCounters = "counters are written [packets:bytes]";

    private static readonly (string Short, string Long, RuleCommand Command)[] Commands =
    [
        ("-A", "--append", RuleCommand.Append),
        ("-I", "--insert", RuleCommand.Insert),
        ("-N", "--new-chain", RuleCommand.NewChain),
        ("-P", "--policy", RuleCommand.Policy),
        ("-F", "--flush", RuleCommand.Flush),
        ("-X", "--delete-chain", RuleCommand.DeleteChain),
        ("-Z", "--zero", RuleCommand.Zero),
    ];

    public required RuleCommand Command { get; init; }

    /// <summary>The chain; empty where the command names none.</summary>
    public required string Chain { get; init; }

    /// <summary>Where the chain stands, from 1.</summary>
    public required int ChainColumn { get; init; }

    /// <summary>The position of an insertion, from 1.</summary>
    public int Number { get; init; }

    public ulong Packets { get; init; }

    public ulong Bytes { get; init; }

    /// <summary>The rule itself, or the policy.</summary>
    public required string Rest { get; init; }

    /// <summary>Whether a line can only be a command: <c>iptables-restore</c> takes blanks ahead of one.</summary>
    public static bool IsRule(string line) => line.AsSpan().TrimStart(" \t") is ['[' or '-', ..];

    /// <summary>Whether the last quote of a line is still open.</summary>
    public static bool HasOpenQuote(string line)
    {
        var open = false;
        for (var i = line.IndexOf('"'); i >= 0 && i < line.Length; i++)
        {
            if (line[i] == '"')
                open = !open;
            else if (open && line[i] == '\\')
                i++;
        }
        return open;
    }

    public static RuleLine Read(string line, Func<int, string, FirewallException> unreadable)
    {
        var at = SkipBlanks(line, 0);
        ulong packets = 0, bytes = 0;
        if (line[at] == '[')
        {
            var end = line.IndexOf(']', at) + 1;
            if (end == 0)
                throw unreadable(at + 1, "the counters are not closed with ']'");
            (packets, bytes) = ReadCounters(line.AsSpan(at, end - at)) ?? throw unreadable(at + 1, WrongCounters);
            at = SkipBlanks(line, end);
        }
        var commandAt = at;
        var command = ReadCommand(NextWord(line, ref at)) ?? throw unreadable(commandAt + 1, "only commands that make rules and chains can be read (-A, -I, -N, -P, -F, -X)");
        var chainAt = at;
        var chain = Unquoted(NextWord(line, ref at)) ?? throw unreadable(chainAt + 1, "a name of a chain holds a quote");
        if (chain.Length == 0 && command is not (RuleCommand.Flush or RuleCommand.Zero))
            throw unreadable(Math.Min(chainAt, line.Length) + 1, "a chain has to follow");
        return new RuleLine
        {
            Command = command,
            Chain = chain,
            ChainColumn = chainAt + 1,
            Number = command == RuleCommand.Insert ? ReadNumber(line, ref at, unreadable) : 0,
            Packets = packets,
            Bytes = bytes,
            Rest = line.AsSpan(at).Trim(" \t\r").ToString(),
        };
    }

    /// <summary>Reads <c>[packets:bytes]</c>; null where it is something else.</summary>
    public static (ulong Packets, ulong Bytes)? ReadCounters(ReadOnlySpan<char> text)
    {
        var colon = text.IndexOf(':');
        return colon > 0 && text[0] == '[' && text[^1] == ']'
            && ulong.TryParse(text[1..colon], NumberStyles.None, CultureInfo.InvariantCulture, out var packets)
            && ulong.TryParse(text[(colon + 1)..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
                ? (packets, bytes) : null;
    }

    private static RuleCommand? ReadCommand(ReadOnlySpan<char> word)
    {
        foreach (var (shortName, longName, command) in Commands)
        {
            if (word.SequenceEqual(shortName) || word.SequenceEqual(longName))
                return command;
        }
        return null;
    }

    /// <summary><c>-I CHAIN</c> alone means the first position.</summary>
    private static int ReadNumber(string line, ref int at, Func<int, string, FirewallException> unreadable)
    {
        var start = at;
        var ahead = at;
        var word = NextWord(line, ref ahead);
        if (word is not [>= '0' and <= '9', ..])
            return 1;
        at = ahead;
        return int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw unreadable(start + 1, $"'{word}' is not a position");
    }

    /// <summary>A word without the quotes around it; null where a quote stands within.</summary>
    private static string? Unquoted(ReadOnlySpan<char> word)
    {
        if (word is ['"', .. var inner, '"'])
            word = inner;
        return word.Contains('"') ? null : word.ToString();
    }

    /// <summary>The word that begins here; afterwards the place is that of the next.</summary>
    private static ReadOnlySpan<char> NextWord(string line, ref int at)
    {
        var start = at;
        while (at < line.Length && line[at] is not (' ' or '\t'))
            at++;
        var end = at;
        at = SkipBlanks(line, at);
        return line.AsSpan(start, end - start);
    }

    private static int SkipBlanks(string line, int at)
    {
        while (at < line.Length && line[at] is ' ' or '\t')
            at++;
        return at;
    }
}
