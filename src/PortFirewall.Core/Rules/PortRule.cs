using System.Text;

namespace PortFirewall;

/// <summary>A rule about a service port, as somebody asks for it: what to match, every value checked, and where it goes.</summary>
internal sealed record PortRule
{
    public required AddressFamily Family { get; init; }

    /// <summary>One of <see cref="ProtocolNumbers.WithPorts"/>.</summary>
    public required string Protocol { get; init; }

    public required PortRange Port { get; init; }

    /// <summary>The source network as iptables stores it; null for any.</summary>
    public string? Source { get; init; }

    /// <summary>The destination network as iptables stores it; null for any.</summary>
    public string? Destination { get; init; }

    public string? InInterface { get; init; }

    /// <summary>Connection states in iptables' own order; empty for a rule that does not ask.</summary>
    public IReadOnlyList<string> ConnectionStates { get; init; } = [];

    public string? Comment { get; init; }

    public string Target { get; init; } = "ACCEPT";

    public string Table { get; init; } = "filter";

    public string Chain { get; init; } = "INPUT";

    /// <summary>Everything but the port and the comment: rules of one shape differ in their ports only.</summary>
    public PortRuleShape Shape => new(Family, Protocol, Source, Destination, InInterface, string.Join(',', ConnectionStates), Table, Chain, Target);

    /// <summary>Whether both have the same <see cref="Shape"/>, found out sooner than by making both.</summary>
    public bool IsShapedAs(PortRule other)
        => Family == other.Family && Protocol == other.Protocol && Source == other.Source && Destination == other.Destination && InInterface == other.InInterface
            && (ReferenceEquals(ConnectionStates, other.ConnectionStates) || ConnectionStates.SequenceEqual(other.ConnectionStates, StringComparer.Ordinal))
            && Table == other.Table && Chain == other.Chain && Target == other.Target;

    /// <summary>The rule as a list of arguments for iptables, in the order in which <c>iptables-save</c> prints them.</summary>
    public IReadOnlyList<string> Arguments
    {
        get
        {
            var words = new List<string>(capacity: 16);
            Add("-s", Source);
            Add("-d", Destination);
            Add("-i", InInterface);
            words.AddRange(["-p", Protocol, "-m", Protocol, "--dport", Port.ToString()]);
            if (ConnectionStates.Count > 0)
                words.AddRange(["-m", "conntrack", "--ctstate", string.Join(',', ConnectionStates)]);
            if (Comment is not null)
                words.AddRange(["-m", "comment", "--comment", Comment]);
            words.AddRange(["-j", Target]);
            return words;

            void Add(string option, string? value)
            {
                if (value is not null)
                    words.AddRange([option, value]);
            }
        }
    }

    /// <summary>The rule as <c>iptables-save</c> prints it, without <c>-A CHAIN</c>.</summary>
    public string Specification
    {
        get
        {
            var words = Arguments;
            if (Comment is null)
                return string.Join(' ', words);
            var text = new StringBuilder();
            for (var i = 0; i < words.Count; i++)
                text.Append(i == 0 ? "" : " ").Append(i > 0 && words[i - 1] == "--comment" ? RuleText.Quote(words[i]) : words[i]);
            return text.ToString();
        }
    }

    /// <summary>The packets that the rule is for: those from other hosts that open a connection, unless it asks for others.</summary>
    public PacketClass Packets => PacketClass.Any(Family, ProtocolNumbers.OfPortProtocol(Protocol)) with
    {
        Sources = Source is null ? AddressSets.All(Family) : AddressSets.ReadNetwork(Source, Family)!,
        Destinations = Destination is null ? AddressSets.All(Family) : AddressSets.ReadNetwork(Destination, Family)!,
        InInterfaces = InInterface is null ? InterfaceSets.AllButLoopback : InterfaceSets.Matching(InInterface),
        DestinationPorts = Port.ToSet(),
        States = ConnectionStates.Count > 0 && StateText.Read(string.Join(',', ConnectionStates)) is { } states ? states : PortFirewall.ConnectionStates.New,
    };

    /// <summary>The rule as it would be written into a chain, before it has a place there.</summary>
    public IptablesRule InChain(string table, string chain)
        => new() { Number = 0, Table = table, Chain = chain, AddressFamily = Family, Specification = Specification };

    /// <summary>The rule as it would stand in a chain.</summary>
    public IptablesRule At(int number, IptablesRuleset ruleset) => At(number, ruleset, Chain, Specification);

    /// <summary>The rule as it would stand in that chain; its text is known already.</summary>
    public IptablesRule At(int number, IptablesRuleset ruleset, string chain, string specification) => new()
    {
        Number = number,
        Chain = chain,
        Table = Table,
        AddressFamily = Family,
        Specification = specification,
        Backend = ruleset.Backend,
        NetworkNamespace = ruleset.NetworkNamespace,
    };
}
