using System.Globalization;

namespace PortFirewall;

/// <summary>
/// The comment of a rule that stands for a moment only, as long as a process of PortFirewall needs it: for what, and whose it is. So it is known
/// for what it is by everyone who lists the rules, and by PortFirewall itself should that process be killed.
/// </summary>
/// <param name="Purpose">One word, such as <c>witness</c>.</param>
/// <param name="ProcessId">The process that takes the rule out again.</param>
/// <param name="ProcessStart">When that process began, in ticks since the machine did.</param>
/// <param name="Number">Which of its rules it is.</param>
internal sealed record TemporaryMark(string Purpose, int ProcessId, long ProcessStart, int Number)
{
    private const string Maker = "PortFirewall";

    /// <summary>The comment.</summary>
    public string Comment => string.Create(CultureInfo.InvariantCulture, $"{Maker} {Purpose} {ProcessId}/{ProcessStart}/{Number}");

    /// <summary>The mark of a rule; null where it has none. A rule that decides about packets never has one, whatever its comment says.</summary>
    public static TemporaryMark? Of(IptablesRule rule)
        => rule.Specification.Contains(Maker, StringComparison.Ordinal) && rule.Target is "NFLOG" or "TRACE" ? Read(rule.Comment ?? "") : null;

    private static TemporaryMark? Read(string comment)
        => comment.Split(' ') is [Maker, { Length: > 0 } purpose, var owner] && owner.Split('/') is [var id, var start, var number]
            && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var processId)
            && long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out var processStart)
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var which)
                ? new TemporaryMark(purpose, processId, processStart, which) : null;
}
