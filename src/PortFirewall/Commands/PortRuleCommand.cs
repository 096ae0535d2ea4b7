using System.Management.Automation;

namespace PortFirewall;

/// <summary>The base of cmdlets that are about a rule for a port: the parameters by which a person describes it.</summary>
public abstract class PortRuleCommand : ScopedCommand
{
    private readonly Dictionary<AddressFamily, PortRule> _templates = [];
    private (string Protocol, string? Source, string? Destination, string? InInterface, string[]? ConnectionState) _asked;

    /// <summary>Ports, ranges (<c>6000-6010</c>) or service names (<c>ssh</c>); one rule each.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PortSet)]
    [ArgumentCompleter(typeof(PortCompleter))]
    [PortInput]
    [ValidateNotNullOrEmpty]
    public virtual string[] Port { get; set; } = [];

    /// <summary>The protocol: <c>tcp</c>, <c>udp</c>, <c>sctp</c> or <c>dccp</c>.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = PortSet)]
    [ArgumentCompleter(typeof(ProtocolCompleter))]
    [AllowNull]
    [AllowEmptyString]
    public string Protocol { get; set; } = "tcp";

    /// <summary>Only packets from this address or network.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = PortSet)]
    [ArgumentCompleter(typeof(SourceCompleter))]
    [AllowNull]
    [AllowEmptyString]
    public string? Source { get; set; }

    /// <summary>Only packets to this address or network.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = PortSet)]
    [ArgumentCompleter(typeof(DestinationCompleter))]
    [AllowNull]
    [AllowEmptyString]
    public string? Destination { get; set; }

    /// <summary>Only packets that come in on this interface; a closing <c>+</c> stands for any ending.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = PortSet)]
    [ArgumentCompleter(typeof(InterfaceCompleter))]
    [AllowNull]
    [AllowEmptyString]
    public string? InInterface { get; set; }

    /// <summary>Only packets whose connection is in one of these states.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = PortSet)]
    [ArgumentCompleter(typeof(ConnectionStateCompleter))]
    [AllowNull]
    [AllowEmptyCollection]
    public string[]? ConnectionState { get; set; }

    /// <summary>The name of the parameter set that describes a rule by its port.</summary>
    private protected const string PortSet = "Port";

    /// <summary>The rule that the parameters describe, for one port and family; every value is checked before anything runs.</summary>
    private protected PortRule ReadRule(PortRange port, AddressFamily family)
    {
        // A thousand ports down one pipeline differ in the port only: what else is asked for is read once.
        if (_asked != Asked)
        {
            _templates.Clear();
            _asked = Asked;
        }
        if (!_templates.TryGetValue(family, out var template))
            _templates[family] = template = ReadTemplate(family);
        return template with { Port = port };
    }

    /// <summary>Reads one port, range or service name.</summary>
    private protected PortRange ReadPort(string port)
        => PortText.Parse(port, ProtocolNumbers.CheckHasPorts(Protocol), ServiceNames.System);

    /// <summary>Does something for all ports of one input at once, so that the rules are read once for them. Bad ports are reported and left out.</summary>
    private protected void ForEachPort(Action<IReadOnlyList<PortRange>, IReadOnlyList<AddressFamily>> work)
    {
        var ports = new List<PortRange>();
        ForEachPort(ports.Add);
        if (ports.Count > 0)
            work(ports, FamiliesToRead(Source, Destination));
    }

    /// <summary>Does something for each port; a bad one is reported and does not stop the others.</summary>
    private protected void ForEachPort(Action<PortRange> work)
    {
        foreach (var port in Port)
            Guard(() => work(CheckInput(ReadPort(port))));
    }

    /// <summary>Finding out which families there are may take a look into a namespace, so all else is checked ahead of it.</summary>
    private PortRange CheckInput(PortRange port)
    {
        if (_asked == Asked && _templates.Count > 0)
            return port;
        foreach (var family in FamilyChoice.Of([], [PortFirewall.AddressFamily.IPv4, PortFirewall.AddressFamily.IPv6], Source, Destination))
            _ = ReadRule(port, family);
        return port;
    }

    private (string Protocol, string? Source, string? Destination, string? InInterface, string[]? ConnectionState) Asked
        => (Protocol, Source, Destination, InInterface, ConnectionState);

    private PortRule ReadTemplate(AddressFamily family) => new()
    {
        Family = family,
        Protocol = ProtocolNumbers.CheckHasPorts(Protocol),
        Port = default,
        Source = ReadAddress(Source, family),
        Destination = ReadAddress(Destination, family),
        InInterface = string.IsNullOrEmpty(InInterface) ? null : InterfaceSets.Check(InInterface),
        ConnectionStates = ConnectionState is { Length: > 0 } ? StateText.Normalize(ConnectionState) : [],
    };

    private static string? ReadAddress(string? text, AddressFamily family)
        => string.IsNullOrEmpty(text) ? null : AddressSets.Normalize(text, family) ?? throw InputErrors.InvalidAddress(text);
}
