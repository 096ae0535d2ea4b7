using System.Runtime.InteropServices;
using static PortFirewall.NetlinkAttributes;

namespace PortFirewall;

/// <summary>
/// What the kernel answers when it is asked for the tables and chains of nf_tables over netlink (<c>netlink(7)</c>,
/// <c>include/uapi/linux/netfilter/nf_tables.h</c>): the same that <c>nft list chains</c> prints, without a program that prints it.
/// </summary>
internal sealed class NfTablesMessages
{
    /// <summary>The length of a <c>struct nlmsghdr</c>: length, type, flags, number, sender.</summary>
    public const int HeaderLength = 16;

    private const int GenericLength = 4;
    private const ushort Done = 3;
    private const ushort Error = 2;
    private const ushort NewTable = (Subsystem << 8) | 0;
    private const ushort NewChain = (Subsystem << 8) | 3;
    private const ushort WholeList = 0x300;
    private const ushort Request = 1;
    private const ushort Interrupted = 0x10;

    /// <summary><c>NFNL_SUBSYS_NFTABLES</c>.</summary>
    private const int Subsystem = 10;

    private const uint DropVerdict = 0;

    /// <summary><c>enum nft_table_flags</c>, from the lowest bit.</summary>
    private static readonly string[] TableFlags = ["dormant", "owner", "persist"];

    private readonly Dictionary<(string Family, string Name), NftTable> _tables = [];

    /// <summary><c>enum nft_table_attributes</c>.</summary>
    private static class TableAttribute
    {
        public const int Name = 1;
        public const int Flags = 2;
    }

    /// <summary><c>enum nft_chain_attributes</c>.</summary>
    private static class ChainAttribute
    {
        public const int Table = 1;
        public const int Name = 3;
        public const int Hook = 4;
        public const int Policy = 5;
        public const int Use = 6;
        public const int Type = 7;
    }

    /// <summary><c>enum nft_hook_attributes</c>.</summary>
    private static class HookAttribute
    {
        public const int Number = 1;
        public const int Priority = 2;
    }

    private enum Question : ushort
    {
        Tables = (Subsystem << 8) | 1,
        Chains = (Subsystem << 8) | 4,
    }

    /// <summary>The question for all tables.</summary>
    public static byte[] AskForTables => Ask(Question.Tables);

    /// <summary>The question for all chains.</summary>
    public static byte[] AskForChains => Ask(Question.Chains);

    public NftRuleset Ruleset => new([.. _tables.Values]);

    /// <summary>Takes in a part of an answer. True where it was the last one, null where the kernel refused or changed meanwhile.</summary>
    public bool? Add(ReadOnlySpan<byte> part)
    {
        while (part.Length >= HeaderLength)
        {
            var length = (int)Math.Min(MemoryMarshal.Read<uint>(part), int.MaxValue);
            if (length < HeaderLength || length > part.Length)
                return null;
            var type = MemoryMarshal.Read<ushort>(part[4..]);
            if (type == Error || (MemoryMarshal.Read<ushort>(part[6..]) & Interrupted) != 0)
                return null;
            if (type == Done)
                return true;
            if (type is NewTable or NewChain && !AddOne(type, part[HeaderLength..length]))
                return null;
            part = part[Math.Min(Aligned(length), part.Length)..];
        }
        return part.IsEmpty ? false : null;
    }

    private static byte[] Ask(Question question)
    {
        var message = new byte[HeaderLength + GenericLength];
        MemoryMarshal.Write(message, message.Length);
        MemoryMarshal.Write(message.AsSpan(4), (ushort)question);
        MemoryMarshal.Write(message.AsSpan(6), (ushort)(Request | WholeList));
        return message;
    }

    private bool AddOne(ushort type, ReadOnlySpan<byte> body)
    {
        if (body.Length < GenericLength || FamilyOf(body[0]) is not { } family || Read(body[GenericLength..]) is not { } attributes)
            return false;
        if (type == NewTable)
        {
            if (Text(attributes, TableAttribute.Name) is not { } name)
                return false;
            _tables[(family, name)] = new NftTable(family, name) { Flags = FlagsOf(Number(attributes, TableAttribute.Flags)) };
            return true;
        }
        if (Text(attributes, ChainAttribute.Table) is not { } of || Text(attributes, ChainAttribute.Name) is not { } chain)
            return false;
        if (!_tables.TryGetValue((family, of), out var table))
            _tables[(family, of)] = table = new NftTable(family, of);
        return AddChain(table, chain, attributes);
    }

    private static bool AddChain(NftTable table, string name, Dictionary<int, byte[]> attributes)
    {
        if ((attributes.TryGetValue(ChainAttribute.Hook, out var nested) ? Read(nested) : []) is not { } hook)
            return false;
        var number = Number(hook, HookAttribute.Number);
        table.Chains[name] = new NftChain(table, name)
        {
            Hook = number is null ? null : HookOf(table.Family, number.Value),
            Priority = unchecked((int)(Number(hook, HookAttribute.Priority) ?? 0)),
            Policy = number is null ? null : Number(attributes, ChainAttribute.Policy) == DropVerdict ? "drop" : "accept",
            Type = Text(attributes, ChainAttribute.Type),
            Uses = (int)Math.Min(Number(attributes, ChainAttribute.Use) ?? 0, int.MaxValue),
        };
        return true;
    }

    /// <summary>The family as nft names it; null for one that it has no name for.</summary>
    public static string? FamilyOf(byte number) => number switch
    {
        1 => "inet",
        2 => "ip",
        3 => "arp",
        5 => "netdev",
        7 => "bridge",
        10 => "ip6",
        _ => null,
    };

    private static string FlagsOf(uint? flags)
        => string.Join(',', TableFlags.Where((_, bit) => ((flags ?? 0) >> bit & 1) == 1));

    private static string HookOf(string family, uint number)
    {
        string[] names = family switch
        {
            "netdev" => ["ingress", "egress"],
            "arp" => ["input", "output", "forward"],
            _ => ["prerouting", "input", "forward", "output", "postrouting", "ingress"],
        };
        return number < names.Length ? names[number] : $"{number}";
    }
}
