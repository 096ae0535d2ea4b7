using System.Globalization;
using System.Runtime.InteropServices;

namespace PortFirewall;

/// <summary>
/// The table that puts the trace on packets: one base chain ahead of all others of <c>prerouting</c>, with a rule that sets the packet's
/// <c>nftrace</c>. That is the same bit that the <c>TRACE</c> target sets (<c>net/netfilter/xt_TRACE.c</c>), so both backends report what they do
/// with the packet; but no chain of iptables has a rule more, no number is another, and nothing is there to be saved.
/// </summary>
internal static class TraceTableMessages
{
    /// <summary>What the names of such tables begin with.</summary>
    public const string NamePrefix = "portfirewall-trace-";

    public const string Chain = "prerouting";

    /// <summary><c>NFPROTO_INET</c>: packets of both families.</summary>
    private const byte Inet = 1;

    private const ushort Subsystem = 10 << 8;
    private const ushort BatchBegin = 0x10;
    private const ushort BatchEnd = 0x11;
    private const ushort NewTable = Subsystem | 0;
    private const ushort DeleteTable = Subsystem | 2;
    private const ushort NewChain = Subsystem | 3;
    private const ushort NewRule = Subsystem | 6;
    private const uint Prerouting = 0;
    private const uint AcceptPolicy = 1;

    /// <summary><c>NF_IP_PRI_FIRST</c>, as the kernel writes a negative number.</summary>
    private const uint FirstOfAll = 0x80000000;

    /// <summary>
    /// <c>NFT_TABLE_F_OWNER</c> (Linux 5.12): the table goes when the socket that made it is closed, also where the process is killed.
    /// </summary>
    private const uint OwnedBySocket = 2;

    /// <summary>The name of a table of a process: it says whose it is, for the case that the process is killed on a kernel where tables have no owner.</summary>
    public static string NameOf(int processId, long processStart, int number) => string.Create(CultureInfo.InvariantCulture, $"{NamePrefix}{processId}-{processStart}-{number}");

    /// <summary>The process that a table is of; null where the name tells none.</summary>
    public static (int ProcessId, long ProcessStart)? OwnerOf(string table)
        => table.StartsWith(NamePrefix, StringComparison.Ordinal) && table[NamePrefix.Length..].Split('-') is [var id, var start, _]
            && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var processId)
            && long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out var processStart)
                ? (processId, processStart) : null;

    public static byte[] Make(string table, TraceFilter filter, bool isOwned) => Batch(
    [
        NetlinkMessage.Of(NewTable, Creating, Inet, 0, NetlinkMessage.Text(1, table), NetlinkMessage.Number(2, isOwned ? OwnedBySocket : 0)),
        NetlinkMessage.Of(
            NewChain, Creating, Inet, 0, NetlinkMessage.Text(1, table), NetlinkMessage.Text(3, Chain),
            NetlinkMessage.Nest(4, NetlinkMessage.Number(1, Prerouting), NetlinkMessage.Number(2, FirstOfAll)), NetlinkMessage.Number(5, AcceptPolicy), NetlinkMessage.Text(7, "filter")),
        .. filter.Rules.Select(rule => NetlinkMessage.Of(
            NewRule, Creating, Inet, 0, NetlinkMessage.Text(1, table), NetlinkMessage.Text(2, Chain), TraceExpressions.Of(rule, filter.EveryPacket))),
    ]);

    public static byte[] Delete(string table)
        => Batch([NetlinkMessage.Of(DeleteTable, NetlinkMessage.Request | NetlinkMessage.Acknowledge, Inet, 0, NetlinkMessage.Text(1, table))]);

    /// <summary>The first thing that went wrong, as an <c>errno</c>; 0 where nothing did.</summary>
    public static int ErrorIn(ReadOnlySpan<byte> answers)
        => NetlinkMessage.Split(answers).Where(m => m.Type == NetlinkMessage.Error && m.Body.Length >= sizeof(int))
            .Select(m => -MemoryMarshal.Read<int>(m.Body)).FirstOrDefault(error => error != 0);

    private const ushort Creating = NetlinkMessage.Request | NetlinkMessage.Acknowledge | NetlinkMessage.Create;

    private static byte[] Batch(IEnumerable<byte[]> messages)
    {
        List<byte[]> all = [NetlinkMessage.Of(BatchBegin, NetlinkMessage.Request, 0, Subsystem >> 8), .. messages, NetlinkMessage.Of(BatchEnd, NetlinkMessage.Request, 0, Subsystem >> 8)];
        // Each message has its number, by which the kernel's answers are told apart.
        for (var i = 0; i < all.Count; i++)
            MemoryMarshal.Write(all[i].AsSpan(8), i + 1);
        return [.. all.SelectMany(m => m)];
    }
}
