namespace PortFirewall;

/// <summary>Offers what a rule can do: the verdicts, the targets that the table has, and the user's own chains.</summary>
internal class TargetCompleter : ChainCompleter
{
    /// <summary>The tables of a target and what it does (<c>iptables(8)</c>, <c>iptables-extensions(8)</c>), those that are met daily.</summary>
    private static readonly (string Name, string? Tables, string What)[] Targets =
    [
        ("ACCEPT", null, "lets the packet through"),
        ("DROP", null, "drops the packet without an answer"),
        ("REJECT", "filter", "drops the packet and tells the sender"),
        ("RETURN", null, "goes back to the chain that led here, or to the policy"),
        ("LOG", null, "writes the packet to the kernel's log and goes on"),
        ("NFLOG", null, "hands the packet to a logging program and goes on"),
        ("QUEUE", null, "hands the packet to a program"),
        ("NFQUEUE", null, "hands the packet to a queue of a program"),
        ("DNAT", "nat", "changes the destination"),
        ("SNAT", "nat", "changes the source"),
        ("MASQUERADE", "nat", "changes the source to the address of the outgoing interface"),
        ("REDIRECT", "nat", "changes the destination to this host"),
        ("NETMAP", "nat", "maps a network onto another"),
        ("MARK", "mangle", "marks the packet"),
        ("CONNMARK", null, "marks the connection"),
        ("TPROXY", "mangle", "hands the packet to a local proxy"),
        ("TCPMSS", "mangle filter", "changes the largest segment of a TCP connection"),
        ("TTL", "mangle", "changes the time to live"),
        ("DSCP", "mangle", "changes the service class"),
        ("CT", "raw", "sets how the connection is tracked"),
        ("NOTRACK", "raw", "exempts the packet from connection tracking"),
        ("TRACE", "raw", "has the kernel report the packet's way"),
        ("SET", null, "adds the packet's address to a set, or takes it out"),
    ];

    /// <inheritdoc/>
    protected override IEnumerable<CompletionChoice> Known(TypedCommand command)
        => Targets.Where(t => t.Tables?.Split(' ').Contains(command.Table) != false).Select(t => new CompletionChoice(t.Name, t.What));

    /// <inheritdoc/>
    protected override async Task<IEnumerable<CompletionChoice>> FindAsync(TypedCommand command, CancellationToken cancellation)
        // No rule leads to a built-in chain.
        => Known(command).Concat((await FindOutlinesAsync(command, cancellation))
            .Where(o => o.Policy is null && ChainName.IsName(o.Name))
            .OrderBy(o => o.Name, StringComparer.Ordinal)
            .Select(o => new CompletionChoice(o.Name, o.Describe())));
}
