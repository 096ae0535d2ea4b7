namespace PortFirewall;

/// <summary>What a question about a packet leaves open, although the match is one that is exact where it is told what it asks for.</summary>
internal static class OpenConditions
{
    /// <summary>What is known of a connection as it begins, and not of one that goes on.</summary>
    private static readonly string[] OfConnections = ["tcp flags", "connmark ", "mark ", "conntrack ", "--ctstate ", "! --ctstate "];

    /// <summary>Whether all that a verdict hangs on is left open by the question about that packet.</summary>
    public static bool Explain(IEnumerable<string> conditions, TwinPacket packet) => conditions.Any() && conditions.All(c => IsOpen(c, packet));

    // Nobody can say in a question how long a packet is, nor to whom its frame is addressed; nor which version of iptables loaded a rule.
    private static bool IsOpen(string condition, TwinPacket packet)
        => condition.StartsWith("length ", StringComparison.Ordinal)
            || condition.Contains("iptables-nft 1.8.9", StringComparison.Ordinal)
            || (packet.Protocol == ProtocolNumbers.Udp && condition.StartsWith("pkttype ", StringComparison.Ordinal))
            || (RandomPackets.StateOf(packet) != ConnectionStates.New && Array.Exists(OfConnections, c => condition.StartsWith(c, StringComparison.Ordinal)));
}
