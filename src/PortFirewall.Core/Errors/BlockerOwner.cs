namespace PortFirewall;

/// <summary>Whose command changes what blocks: a table of nft tells by its name who keeps it.</summary>
internal static class BlockerOwner
{
    /// <param name="blocker">Who stops the packets, as <c>DecidedBy</c> says it.</param>
    /// <param name="what">The packets: <c>tcp 2222</c>.</param>
    public static string Advise(string blocker, string what)
    {
        var words = what.Split(' ');
        return blocker.Split(' ') switch
        {
            ["nft", _, "firewalld", ..] => $"Open it where firewalld keeps its rules: firewall-cmd --permanent --add-port={words[^1].Replace(':', '-')}/{words[0]}, then firewall-cmd --reload.",
            ["nft", var family, ['f', '2', 'b', ..] table, ..] => $"See whom fail2ban has banned with 'fail2ban-client banned', and its table with 'nft list table {family} {table}'.",
            ["nft", var family, var table, var chain, ..] => $"Look at it with 'nft --handle list chain {family} {table} {chain.Split(':')[0]}', and change it where its owner keeps it, such as /etc/nftables.conf; Test-PortPath shows the way of the packets.",
            ["nft", ..] => "It is a rule of iptables-nft: look at it, and open the port there, with -Backend Nft.",
            ["legacy", ..] => "It is a rule of iptables-legacy: look at it, and open the port there, with -Backend Legacy.",
            _ => $"Change {blocker} first; Test-PortPath shows the way of the packets.",
        };
    }
}
