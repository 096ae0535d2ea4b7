namespace PortFirewall;

/// <summary>What a target does to packets that go on: the packets as they are afterwards, in parts where it is not the same for all.</summary>
internal delegate IEnumerable<PacketClass> PacketChange(PacketClass packets);
