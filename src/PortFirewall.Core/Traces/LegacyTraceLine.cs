using System.Globalization;

namespace PortFirewall;

/// <summary>
/// What the legacy tables report of a traced packet at each rule that takes it: <c>TRACE: filter:INPUT:rule:3 </c>
/// (<c>net/ipv4/netfilter/ip_tables.c</c>, <c>trace_packet</c>).
/// </summary>
/// <param name="Table">The table.</param>
/// <param name="Chain">The chain.</param>
/// <param name="Number">
/// The position, from 1. The kernel calls an unconditional rule with a plain verdict "policy" or "return" as well; only the number tells it from the
/// end of the chain, which counts as one more rule.
/// </param>
internal sealed record LegacyTraceLine(string Table, string Chain, int Number)
{
    /// <summary>Where traces go: the group of everything that says nothing of groups (<c>net/netfilter/nfnetlink_log.c</c>, <c>default_loginfo</c>).</summary>
    public const ushort Group = 0;

    /// <summary>Enough of a packet for the longest IP header, and the ports and the sequence number behind it.</summary>
    public const int WantedBytes = 128;

    private const string Beginning = "TRACE: ";

    /// <summary>Reads the prefix of a logged packet; null where it is none of a trace.</summary>
    public static LegacyTraceLine? Read(string prefix)
    {
        if (!prefix.StartsWith(Beginning, StringComparison.Ordinal))
            return null;
        // The name of a chain may have a colon in it.
        var text = prefix.AsSpan(Beginning.Length).Trim();
        var table = text.IndexOf(':');
        var number = text.LastIndexOf(':');
        if (table <= 0 || number <= table)
            return null;
        var kind = text[..number].LastIndexOf(':');
        return kind > table && int.TryParse(text[(number + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place > 0
            && text[(kind + 1)..number] is "rule" or "policy" or "return"
            ? new LegacyTraceLine(text[..table].ToString(), text[(table + 1)..kind].ToString(), place) : null;
    }
}
