using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace PortFirewall;

/// <summary>The message that puts a connection into the kernel's table (<c>linux/netfilter/nfnetlink_conntrack.h</c>).</summary>
internal ref struct ConnectionMessage
{
    private const ushort NewConnection = 1 << 8;
    private const ushort RequestAcknowledgedCreateExclusive = 1 | 4 | 0x400 | 0x200;
    private const ushort Nested = 0x8000;

    private const ushort Original = 1, Reply = 2, Status = 3, ProtocolState = 4, Lifetime = 7;
    private const ushort Addresses = 1, Ports = 2, ProtocolNumber = 1, SourcePort = 2, DestinationPort = 3;
    private const ushort OfTcp = 1, TcpState = 1, TcpFlagsOriginal = 4, TcpFlagsReply = 5;

    /// <summary><c>IPS_SEEN_REPLY</c>, <c>IPS_ASSURED</c> and <c>IPS_CONFIRMED</c>.</summary>
    private const uint Answered = 2 | 4 | 8;

    private const byte Established = 3;

    /// <summary><c>IP_CT_TCP_FLAG_BE_LIBERAL</c>: whatever its sequence number, a segment belongs to the connection.</summary>
    private const byte Liberal = 8;

    private const uint Seconds = 600;

    private readonly Span<byte> _buffer;
    private int _length;

    private ConnectionMessage(Span<byte> buffer) => _buffer = buffer;

    /// <summary>Writes the message for the connection of a packet: one that has been answered, and that this packet's sender opened.</summary>
    public static ReadOnlySpan<byte> Write(Span<byte> buffer, in TwinPacket packet)
    {
        buffer.Clear();
        var message = new ConnectionMessage(buffer) { _length = 20 };
        MemoryMarshal.Write(buffer[4..], NewConnection);
        MemoryMarshal.Write(buffer[6..], RequestAcknowledgedCreateExclusive);
        buffer[16] = (byte)(packet.Family == AddressFamily.IPv4 ? 2 : 10);
        message.AddTuple(Original, packet, (packet.Source, packet.SourcePort), (packet.Destination, packet.DestinationPort));
        message.AddTuple(Reply, packet, (packet.Destination, packet.DestinationPort), (packet.Source, packet.SourcePort));
        message.Add(Status, Answered);
        message.Add(Lifetime, Seconds);
        if (packet.Protocol == ProtocolNumbers.Tcp)
        {
            var state = message.Begin(ProtocolState);
            var tcp = message.Begin(OfTcp);
            message.Add(TcpState, [Established]);
            message.Add(TcpFlagsOriginal, [Liberal, Liberal]);
            message.Add(TcpFlagsReply, [Liberal, Liberal]);
            message.End(tcp);
            message.End(state);
        }
        MemoryMarshal.Write(buffer, message._length);
        return buffer[..message._length];
    }

    private void AddTuple(ushort type, in TwinPacket packet, (UInt128 Address, int Port) source, (UInt128 Address, int Port) destination)
    {
        var tuple = Begin(type);
        var addresses = Begin(Addresses);
        var isIPv4 = packet.Family == AddressFamily.IPv4;
        AddAddress((ushort)(isIPv4 ? 1 : 3), source.Address, isIPv4);
        AddAddress((ushort)(isIPv4 ? 2 : 4), destination.Address, isIPv4);
        End(addresses);
        var ports = Begin(Ports);
        Add(ProtocolNumber, [(byte)packet.Protocol]);
        AddPort(SourcePort, source.Port);
        AddPort(DestinationPort, destination.Port);
        End(ports);
        End(tuple);
    }

    private void AddAddress(ushort type, UInt128 address, bool isIPv4)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, address);
        Add(type, isIPv4 ? bytes[12..] : bytes);
    }

    private void AddPort(ushort type, int port)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)port);
        Add(type, bytes);
    }

    private void Add(ushort type, uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        Add(type, bytes);
    }

    /// <summary>An attribute: its length, its type, its value, and nothing up to the next word (<c>netlink(7)</c>).</summary>
    private void Add(ushort type, scoped ReadOnlySpan<byte> value)
    {
        MemoryMarshal.Write(_buffer[_length..], (ushort)(4 + value.Length));
        MemoryMarshal.Write(_buffer[(_length + 2)..], type);
        value.CopyTo(_buffer[(_length + 4)..]);
        _length += (4 + value.Length + 3) & ~3;
    }

    private int Begin(ushort type)
    {
        var start = _length;
        Add((ushort)(type | Nested), []);
        return start;
    }

    private readonly void End(int start) => MemoryMarshal.Write(_buffer[start..], (ushort)(_length - start));
}
