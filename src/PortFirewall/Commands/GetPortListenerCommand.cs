using System.Management.Automation;

namespace PortFirewall;

/// <summary>Tells what is listening, on which addresses, and who can reach it.</summary>
[Cmdlet(VerbsCommon.Get, "PortListener")]
[OutputType(typeof(PortListener))]
public sealed class GetPortListenerCommand : FirewallCommand
{
    /// <summary>Only these ports: numbers, ranges (<c>6000-6010</c>) or service names (<c>ssh</c>). All where none is given.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AnyPortCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Port { get; set; } = [];

    /// <summary>Only these protocols: <c>tcp</c>, <c>udp</c>, <c>sctp</c> or <c>dccp</c>. All where none is given.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(ProtocolCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Protocol { get; set; } = [];

    /// <summary>Only listeners that take clients of these address families.</summary>
    [Parameter]
    [ValidateNotNull]
    public AddressFamily[] AddressFamily { get; set; } = [];

    /// <summary>The network namespace (<c>ip netns</c>) to look into.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [AllowNull]
    [AllowEmptyString]
    public string? NetworkNamespace { get; set; }

    private protected override void Process()
    {
        var query = new ListenerQuery(Protocol, AddressFamily);
        var asked = new List<(string Text, IReadOnlyDictionary<string, PortRange> Ports)>();
        foreach (var text in Port)
            Guard(() => asked.Add((text, query.ReadPort(text, ServiceNames.System))));
        if (asked.Count == 0 && Port.Length > 0)
            return;

        var place = string.IsNullOrEmpty(NetworkNamespace) ? null : NetworkNamespace;
        var listeners = Await(stop => ListenerReader.ReadAsync(place, stop)).Where(query.Takes).ToList();
        WriteObject(
            asked.Count == 0 ? listeners : listeners.Where(listener => asked.Exists(a => ListenerQuery.IsOn(listener, a.Ports))),
            enumerateCollection: true);
        foreach (var (text, ports) in asked)
        {
            if (!listeners.Exists(listener => ListenerQuery.IsOn(listener, ports)))
                WriteError(ListenerErrors.PortNotListening(text, query.Protocols, place));
        }
    }
}
