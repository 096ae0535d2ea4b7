namespace PortFirewall;

/// <summary>
/// One rule of a chain, kept to the letter in <see cref="Specification"/> and taken apart only when somebody looks. A part
/// that the rule does not restrict is null.
/// </summary>
public sealed class IptablesRule
{
    private RuleSyntax? _syntax;

    /// <summary>The position in the chain, from 1, as <c>iptables --line-numbers</c> counts.</summary>
    public required int Number { get; init; }

    /// <summary>The chain that holds the rule.</summary>
    public required string Chain { get; init; }

    /// <summary>The table: <c>filter</c>, <c>nat</c>, <c>mangle</c>, <c>raw</c> or <c>security</c>.</summary>
    public required string Table { get; init; }

    /// <summary>The family that the rule filters.</summary>
    public required AddressFamily AddressFamily { get; init; }

    /// <summary>How many packets the rule has matched; exact.</summary>
    public ulong Packets { get; init; }

    /// <summary>How many bytes those packets had, IP header included; exact.</summary>
    public ulong Bytes { get; init; }

    /// <summary>The rule as <c>iptables-save</c> prints it, without <c>-A CHAIN</c>, to the letter.</summary>
    public required string Specification { get; init; }

    /// <summary>Which iptables keeps the rule; null where it was read from a file.</summary>
    public IptablesBackend? Backend { get; init; }

    /// <summary>The network namespace (<c>ip netns</c>) that the rule is in; null for the host's own.</summary>
    public string? NetworkNamespace { get; init; }

    /// <summary>The protocol as the rule names it (<c>tcp</c>, <c>ipv6-icmp</c>), <c>! tcp</c> where negated.</summary>
    public string? Protocol => Text(Syntax.Protocol);

    /// <summary>The source network, <c>! 192.0.2.0/24</c> where negated.</summary>
    public string? Source => Text(Syntax.Source);

    /// <summary>The destination network, <c>! 192.0.2.0/24</c> where negated.</summary>
    public string? Destination => Text(Syntax.Destination);

    /// <summary>The inbound interface, with <c>+</c> for any ending, <c>! eth0</c> where negated.</summary>
    public string? InInterface => Text(Syntax.InInterface);

    /// <summary>The outbound interface.</summary>
    public string? OutInterface => Text(Syntax.OutInterface);

    /// <summary>The source ports as the rule has them: <c>53</c>, <c>1024:65535</c>, <c>20,21</c>.</summary>
    public string? SourcePort => Text(FindPorts("--sport", "--source-port", "--sports", "--source-ports"));

    /// <summary>The destination ports as the rule has them: <c>2222</c>, <c>6000:6010</c>, <c>80,443</c>.</summary>
    public string? DestinationPort => Text(FindPorts("--dport", "--destination-port", "--dports", "--destination-ports"));

    /// <summary>The connection states that the rule asks for (<c>NEW</c>, <c>ESTABLISHED</c> …); null where it asks for none or negates them.</summary>
    public string[]? ConnectionState
        => (Syntax.FindOption("conntrack", "--ctstate") ?? Syntax.FindOption("state", "--state")) is { Negated: false, Value: { } states }
            ? states.Split(',') : null;

    /// <summary>The matches of the rule, in order.</summary>
    public IReadOnlyList<IptablesMatch> Matches => Syntax.Matches;

    /// <summary>What the rule does: a target (<c>ACCEPT</c>, <c>DROP</c> …) or a user chain; null for a rule that only counts.</summary>
    public string? Target => Syntax.Target;

    /// <summary>The options of the target, such as <c>--reject-with tcp-reset</c>.</summary>
    public IReadOnlyList<IptablesOption> TargetOptions => Syntax.TargetOptions;

    /// <summary>Whether the rule goes to its chain without coming back (<c>-g</c>).</summary>
    public bool IsGoto => Syntax.IsGoto;

    /// <summary>The rule's comment; null where it has none.</summary>
    public string? Comment => Syntax.FindOption("comment", "--comment")?.Value;

    /// <summary>What the rule matches beyond protocol, interfaces and addresses, and its target's options: the last column of a listing, with controls written as escapes.</summary>
    public string Details => RuleDetails.Describe(Syntax);

    /// <summary>Whether the text could be taken apart. If not, it is kept to the letter, and everything computed from the rule is unknown.</summary>
    public bool IsReadable => Syntax is not null && !_unreadable;

    /// <summary>What the rule really is, where somebody put it into a table of <c>iptables-nft</c> by nft and its text here says less; otherwise null.</summary>
    internal NftRule? Native { get; set; }

    /// <summary>The rule taken apart.</summary>
    internal RuleSyntax Syntax => _syntax ??= ReadSyntax();

    private bool _unreadable;

    /// <summary>Where the rule stands: <c>INPUT:3</c>, or <c>mangle INPUT:1</c> outside of the filter table.</summary>
    internal string Place => PlaceOf(Table, Chain, Number);

    /// <summary>The place of a rule as it is written in <c>DecidedBy</c>.</summary>
    internal static string PlaceOf(string table, string chain, object number)
        => table == "filter" ? $"{chain}:{number}" : $"{table} {chain}:{number}";

    /// <summary>The same rule at another place of its chain.</summary>
    internal IptablesRule WithNumber(int number) => number == Number ? this : new()
    {
        Number = number,
        Chain = Chain,
        Table = Table,
        AddressFamily = AddressFamily,
        Packets = Packets,
        Bytes = Bytes,
        Specification = Specification,
        Backend = Backend,
        Native = Native,
        NetworkNamespace = NetworkNamespace,
    };

    /// <summary>The rule as <c>iptables-save</c> prints it, for eyes: controls are written as escapes. To the letter it is in <see cref="Specification"/>.</summary>
    public override string ToString() => VisibleText.Of($"-A {Chain} {Specification}");

    private static string? Text(IptablesOption? option)
        => option is null ? null : (option.Negated ? "! " : "") + option.Value;

    private IptablesOption? FindPorts(params ReadOnlySpan<string> names)
    {
        foreach (var match in Syntax.Matches)
        {
            foreach (var option in match.Options)
            {
                if (names.Contains(option.Name))
                    return option;
            }
        }
        return null;
    }

    private RuleSyntax ReadSyntax()
    {
        try
        {
            return RuleReader.Read(Specification);
        }
        catch (FirewallException)
        {
            // Kept to the letter all the same: it can be listed, moved, removed and restored.
            _unreadable = true;
            return new RuleSyntax();
        }
    }
}
