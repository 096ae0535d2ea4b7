using System.Buffers.Binary;

namespace PortFirewall;

/// <summary>Which position in its chain a rule of nf_tables has, by the handle that the kernel gave it: a trace names rules so.</summary>
internal sealed class RuleHandles
{
    private const ushort GetRule = (10 << 8) | 7;
    private const ushort NewRule = (10 << 8) | 6;
    private const ushort Interrupted = 0x10;

    private readonly Dictionary<(string Family, string Table, string Chain, ulong Handle), int> _numbers = [];
    private readonly Dictionary<(string Family, string Table, string Chain), int> _counts = [];

    /// <summary>The question for all rules.</summary>
    public static byte[] Question => NetlinkMessage.Of(GetRule, NetlinkMessage.Request | NetlinkMessage.WholeList, 0, 0);

    /// <summary>The position, from 1; null where there is no such rule.</summary>
    public int? NumberOf(string family, string table, string chain, ulong handle)
        => _numbers.TryGetValue((family, table, chain, handle), out var number) ? number : null;

    /// <summary>Whether both have the same rules at the same places.</summary>
    public bool SaysTheSameAs(RuleHandles other)
        => _numbers.Count == other._numbers.Count && _numbers.All(pair => other._numbers.TryGetValue(pair.Key, out var number) && number == pair.Value);

    /// <summary>Takes in a part of an answer. True where it was the last one, null where the kernel refused or the rules changed meanwhile.</summary>
    public bool? Add(ReadOnlySpan<byte> part)
    {
        foreach (var (type, flags, body) in NetlinkMessage.Split(part))
        {
            if (type == NetlinkMessage.Error || (flags & Interrupted) != 0)
                return null;
            if (type == NetlinkMessage.Done)
                return true;
            if (type == NewRule && body.Length >= NetlinkMessage.GenericLength)
                AddOne(body);
        }
        return false;
    }

    private void AddOne(byte[] body)
    {
        if (NfTablesMessages.FamilyOf(body[0]) is not { } family || NetlinkAttributes.Read(body.AsSpan(NetlinkMessage.GenericLength)) is not { } attributes
            || NetlinkAttributes.Text(attributes, 1) is not { } table || NetlinkAttributes.Text(attributes, 2) is not { } chain
            || !attributes.TryGetValue(3, out var handle) || handle.Length != sizeof(ulong)
            || table.StartsWith(TraceTableMessages.NamePrefix, StringComparison.Ordinal))
            return;
        var place = (family, table, chain);
        _counts[place] = _counts.GetValueOrDefault(place) + 1;
        _numbers[(family, table, chain, BinaryPrimitives.ReadUInt64BigEndian(handle))] = _counts[place];
    }
}
