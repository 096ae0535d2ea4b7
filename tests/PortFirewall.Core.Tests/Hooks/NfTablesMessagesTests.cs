using System.Buffers.Binary;
using System.Text;
using CsCheck;

namespace PortFirewall;

/// <summary>The kernel's answers about nf_tables, byte by byte.</summary>
public sealed class NfTablesMessagesTests
{
    private const ushort NewTable = 0xa00;
    private const ushort NewChain = 0xa03;
    private const ushort Done = 3;
    private const ushort Refusal = 2;
    private const ushort Interrupted = 0x12;
    private const byte Inet = 1;

    private static readonly byte[] End = Message(Done, 2, new byte[4]);

    [Fact]
    public void A_base_chain_is_read_with_all_that_nft_prints_of_it()
    {
        var messages = new NfTablesMessages();
        var table = Message(NewTable, 2, Body(Inet, Attribute(1, Name("firewall")), Attribute(2, Number(1))));
        var hook = Attribute(4 | 0x8000, [.. Attribute(1, Number(1)), .. Attribute(2, Number(unchecked((uint)-10)))]);
        var chain = Message(NewChain, 2, Body(Inet, Attribute(1, Name("firewall")), Attribute(3, Name("in")), hook, Attribute(5, Number(0)), Attribute(6, Number(4)), Attribute(7, Name("filter"))));
        Assert.False(messages.Add([.. table, .. chain]));
        Assert.True(messages.Add(End));
        var read = Assert.Single(Assert.Single(messages.Ruleset.Tables).Chains.Values);
        Assert.Equal(
            "inet firewall (dormant) in: input -10 drop filter, 4",
            $"{read.Table} ({read.Table.Flags}) {read.Name}: {read.Hook} {read.Priority} {read.Policy} {read.Type}, {read.Uses}");
    }

    [Fact]
    public void A_chain_without_a_hook_has_no_policy()
    {
        var messages = new NfTablesMessages();
        Assert.False(messages.Add(Message(NewChain, 2, Body(Inet, Attribute(1, Name("t")), Attribute(3, Name("c")), Attribute(6, Number(0))))));
        var read = Assert.Single(Assert.Single(messages.Ruleset.Tables).Chains.Values);
        Assert.Null(read.Hook);
        Assert.Null(read.Policy);
        Assert.False(messages.Ruleset.HasRules);
    }

    [Fact]
    public void A_refusal_is_no_answer() => Assert.Null(new NfTablesMessages().Add(Message(Refusal, 0, [.. BitConverter.GetBytes(-1), .. new byte[16]])));

    [Fact]
    public void A_list_that_changed_while_it_was_read_is_no_answer()
        => Assert.Null(new NfTablesMessages().Add(Message(NewTable, Interrupted, Body(Inet, Attribute(1, Name("t"))))));

    [Fact]
    public void Lengths_that_do_not_hold_together_are_no_answer()
    {
        var good = Message(NewTable, 2, Body(Inet, Attribute(1, Name("table"))));
        for (var cut = 1; cut < good.Length; cut++)
            Assert.Null(new NfTablesMessages().Add(good.AsSpan(0, cut)));
        var long1 = good.ToArray();
        long1[20] = 0xff;
        Assert.Null(new NfTablesMessages().Add(long1));
    }

    [Fact]
    public void No_bytes_at_all_do_harm()
        => Gen.Byte.Array[0, 200].Sample(bytes =>
        {
            // Mostly a header that is right, so that what is behind it is looked at too.
            var messages = new NfTablesMessages();
            _ = messages.Add(bytes);
            _ = messages.Add(Message(NewChain, 2, [Inet, 0, 0, 0, .. bytes]));
            _ = messages.Ruleset.HasRules;
        });

    [Fact]
    public void The_questions_ask_for_whole_lists()
    {
        Assert.Equal([20, 0, 0, 0, 1, 10, 1, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], NfTablesMessages.AskForTables);
        Assert.Equal([20, 0, 0, 0, 4, 10, 1, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], NfTablesMessages.AskForChains);
    }

    private static byte[] Message(ushort type, ushort flags, byte[] body)
        => Padded([.. BitConverter.GetBytes(NfTablesMessages.HeaderLength + body.Length), .. BitConverter.GetBytes(type), .. BitConverter.GetBytes(flags), .. new byte[8], .. body]);

    private static byte[] Body(byte family, params byte[][] attributes) => [family, 0, 0, 0, .. attributes.SelectMany(a => a)];

    private static byte[] Attribute(int type, byte[] value)
        => Padded([.. BitConverter.GetBytes((ushort)(4 + value.Length)), .. BitConverter.GetBytes((ushort)type), .. value]);

    private static byte[] Name(string name) => [.. Encoding.UTF8.GetBytes(name), 0];

    private static byte[] Number(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes;
    }

    private static byte[] Padded(byte[] bytes) => [.. bytes, .. new byte[-bytes.Length & 3]];
}
