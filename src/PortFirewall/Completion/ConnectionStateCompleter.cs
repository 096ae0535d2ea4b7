namespace PortFirewall;

/// <summary>Offers the states of connections, each with what it means.</summary>
internal sealed class ConnectionStateCompleter : Completer
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionChoice> Known(TypedCommand command)
        => StateText.PrintOrder.OrderByDescending(s => s is "NEW").Select(state => new CompletionChoice(state, Meaning(state)));

    /// <summary>As <c>iptables-extensions(8)</c> tells it of <c>conntrack</c>.</summary>
    private static string Meaning(string state) => state switch
    {
        "NEW" => "the packet begins a connection, or belongs to one that has seen packets in one direction only",
        "ESTABLISHED" => "the connection has seen packets in both directions",
        "RELATED" => "the packet begins a connection that belongs to another, or is an ICMP error of one",
        "INVALID" => "the packet belongs to no known connection",
        "UNTRACKED" => "the packet was exempted from tracking",
        "SNAT" => "the source was translated",
        "DNAT" => "the destination was translated",
        _ => state,
    };
}
