using System.Management.Automation;

namespace PortFirewall;

/// <summary>Has the kernel tell which rules the packets to a port meet while somebody connects.</summary>
[Cmdlet(VerbsDiagnostic.Trace, "PortPath", SupportsShouldProcess = true)]
[OutputType(typeof(IptablesTraceStep))]
public sealed class TracePortPathCommand : ScopedCommand
{
    /// <summary>Ports, ranges (<c>6000-6010</c>) or service names (<c>ssh</c>).</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(PortCompleter))]
    [PortInput]
    [ValidateNotNullOrEmpty]
    public string[] Port { get; set; } = [];

    /// <summary>The protocol: <c>tcp</c>, <c>udp</c>, <c>sctp</c> or <c>dccp</c>.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProtocolCompleter))]
    [ValidateNotNullOrEmpty]
    public string Protocol { get; set; } = "tcp";

    /// <summary>What connects: a script block.</summary>
    [Parameter(Mandatory = true, Position = 2)]
    public ScriptBlock? While { get; set; }

    /// <summary>Only packets from this address or network.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SourceCompleter))]
    [AllowNull]
    [AllowEmptyString]
    public string? Source { get; set; }

    /// <summary>Only packets to this address or network.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DestinationCompleter))]
    [AllowNull]
    [AllowEmptyString]
    public string? Destination { get; set; }

    /// <summary>Only packets that come in on this interface; a closing <c>+</c> stands for any ending.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(InterfaceCompleter))]
    [AllowNull]
    [AllowEmptyString]
    public string? InInterface { get; set; }

    /// <summary>All packets of a connection, and not only the first one.</summary>
    [Parameter]
    public SwitchParameter AllPackets { get; set; }

    /// <summary>Also packets that are not of the probes that the block makes.</summary>
    [Parameter]
    public SwitchParameter AllClients { get; set; }

    private protected override void Process()
    {
        var ports = new List<PortRange>();
        foreach (var port in Port)
            Guard(() => ports.Add(PortText.Parse(port, ProtocolNumbers.CheckHasPorts(Protocol), ServiceNames.System)));
        if (ports.Count > 0)
            Trace(new TraceFilter([.. FamiliesToRead(Source, Destination).SelectMany(family => ports.Select(port => ReadPackets(port, family)))], AllPackets));
    }

    private PortRule ReadPackets(PortRange port, AddressFamily family) => new()
    {
        Family = family,
        Protocol = ProtocolNumbers.CheckHasPorts(Protocol),
        Port = port,
        Source = Source is null ? null : AddressSets.Normalize(Source, family),
        Destination = Destination is null ? null : AddressSets.Normalize(Destination, family),
        InInterface = InInterface is null ? null : InterfaceSets.Check(InInterface),
    };

    private void Trace(TraceFilter filter)
    {
        var scope = Firewall;
        if (!ShouldProcess(TraceFilterText.Describe(filter), PacketTrace.Describe(scope, filter)))
            return;
        using var trace = Await(stop => PacketTrace.StartAsync(scope, filter, stop));
        List<PortProbe> probes = [];
        try
        {
            foreach (var output in While!.Invoke())
            {
                if (output is not null && Deserialized.Probe(output) is { } probe && ProbePackets.IsAbout(probe, filter))
                    probes.Add(probe);
            }
        }
        catch (RuntimeException failure) when (failure is not PipelineStoppedException)
        {
            // What was seen until then may tell why.
            Write(Await(trace.EndAsync), probes);
            throw;
        }
        var reports = Await(trace.EndAsync);
        Write(reports, probes);
        if (reports.Ways.Count == 0)
            WriteError(TraceErrors.NoPacketTraced(TraceFilterText.Describe(filter), Firewall.NetworkNamespace is { } name ? $"network namespace '{name}'" : "this host"));
    }

    private void Write(TraceReports reports, IReadOnlyList<PortProbe> probes)
    {
        var wanted = AllPackets ? reports : reports.WithoutRepeats();
        foreach (var warning in wanted.Warnings(probes, AllClients))
            WriteWarning(warning);
        WriteObject(wanted.Steps(probes, AllClients), enumerateCollection: true);
    }
}
