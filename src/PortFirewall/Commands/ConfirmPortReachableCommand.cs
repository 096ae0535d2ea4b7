using System.Collections.Concurrent;
using System.Globalization;
using System.Management.Automation;

namespace PortFirewall;

/// <summary>Connects to TCP ports and asks UDP ports, from here or from elsewhere, and tells who answered what.</summary>
[Cmdlet(VerbsLifecycle.Confirm, "PortReachable")]
[OutputType(typeof(PortProbe), typeof(bool))]
public sealed class ConfirmPortReachableCommand : FirewallCommand
{
    private const double ShortestTimeout = 0.01;
    private const double LongestTimeout = 3600;

    private bool _familyIsGiven;
    private ProbeInput? _input;
    private bool _vantageFailed;

    /// <summary>Host names or addresses.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ComputerNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] ComputerName { get; set; } = [HostVantage.Name];

    /// <summary>Ports, ranges (<c>6000-6010</c>) or service names (<c>ssh</c>); the application's own where <see cref="Application"/> says which.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(PortCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Port { get; set; } = [];

    /// <summary>The protocol: <c>tcp</c>, or <c>udp</c> where what to send is given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProtocolCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Protocol { get; set; }

    /// <summary>The application that is asked over UDP.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ApplicationCompleter))]
    [AllowNull]
    [AllowEmptyString]
    public string? Application { get; set; }

    /// <summary>What to send over UDP: text, <c>hex:00 ff</c>, or bytes.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? Payload { get; set; }

    /// <summary>What the reply must hold: text, <c>hex:00 ff</c>, bytes, or what a regular expression finds.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? Expect { get; set; }

    /// <summary>
    /// Where to connect from: <c>netns:NAME</c> for a network namespace, <c>ssh://[user@]host[:port]</c> for another host; this host where none is given.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(VantageCompleter))]
    [Alias("Vantage")]
    [ValidateNotNullOrEmpty]
    public string[] From { get; set; } = [HostVantage.Name];

    /// <summary>Options for ssh, each <c>KEY=VALUE</c> as after its <c>-o</c> (<c>ssh_config(5)</c>).</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SshOptionCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] SshOption { get; set; } = [];

    /// <summary>How long each attempt may take, in seconds: 0.01 to 3600. Looking up a name may take as long again.</summary>
    [Parameter]
    [ValidateRange(ShortestTimeout, LongestTimeout)]
    public double TimeoutSeconds { get; set; } = 2;

    /// <summary>Only addresses of these families.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    public AddressFamily[] AddressFamily { get; set; } = [];

    /// <summary>Whether a piped listener takes IPv4 clients, whatever family its socket has.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public bool? AcceptsIPv4 { get; set; }

    /// <summary>Whether a piped listener takes IPv6 clients.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public bool? AcceptsIPv6 { get; set; }

    /// <summary>Host names, addresses or ports as they come down the pipeline by themselves.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>Say only whether every address, port and place asked about was reachable.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    // What is bound before the first input came from the command line.
    private protected override void Begin()
    {
        _familyIsGiven = MyInvocation.BoundParameters.ContainsKey(nameof(AddressFamily));
        _input = new ProbeInput(MyInvocation.BoundParameters.ContainsKey(nameof(ComputerName)), MyInvocation.BoundParameters.ContainsKey(nameof(Port)));
    }

    private protected override void Process()
    {
        _vantageFailed = false;
        var isHostGiven = MyInvocation.BoundParameters.ContainsKey(nameof(ComputerName));
        _input!.Read(InputObject, name => (ComputerName, isHostGiven) = ([name], true), port => Port = [port]);
        if (!isHostGiven && ProbeInput.FindOtherPlace(InputObject, From) is { } place)
            throw ProbeErrors.ComputerNameNotGiven(place);
        if (ReadPlan(out var allReachable) is not { } plan)
            return;
        var failures = new ConcurrentQueue<FirewallException>();
        Progress.Stage = "Waiting for answers";
        var probes = PortProber.RunAsync(plan, failures.Enqueue, StopToken).GetAsyncEnumerator(StopToken);
        try
        {
            while (Await(_ => probes.MoveNextAsync().AsTask()))
            {
                WriteFailures(failures);
                allReachable &= probes.Current.Reachable;
                if (!Quiet)
                    WriteObject(probes.Current);
            }
        }
        finally
        {
            AwaitToEnd(() => probes.DisposeAsync().AsTask());
        }
        allReachable &= !WriteFailures(failures);
        if (Quiet)
            WriteObject(allReachable);
    }

    /// <returns>Whether there was one.</returns>
    private bool WriteFailures(ConcurrentQueue<FirewallException> failures)
    {
        while (failures.TryDequeue(out var failure))
        {
            _vantageFailed = true;
            WriteError(failure);
        }
        return _vantageFailed;
    }

    /// <summary>Checks everything before the first packet is sent. What is wrong is reported, and the rest is done without it.</summary>
    /// <param name="isWhole">Whether all that was asked for is in the plan.</param>
    /// <returns>What to do; null where nothing is left to do.</returns>
    private ProbePlan? ReadPlan(out bool isWhole)
    {
        var isDatagram = !string.IsNullOrEmpty(Application) || Payload is not null || Expect is not null;
        var protocol = ProtocolNumbers.CheckHasPorts(Protocol ?? (isDatagram ? "udp" : "tcp"));
        var datagram = DatagramInput.Read(protocol, Application, Payload, Expect);
        var families = Families();
        var meant = ReferenceEquals(families, AddressFamily) ? ComputerName : ProbeInput.ServedBy(families, ComputerName, WriteVerbose);
        var names = ReadEach(meant, name => ProbeInput.CheckName(name, families));
        var ports = ReadEach(PortsOf(datagram), text => PortText.Parse(text, protocol, ServiceNames.System));
        var vantages = ReadEach(From, text => Probers.Require(Vantage.Parse(text)));
        isWhole = names.Count == meant.Length && ports.Count == Math.Max(1, Port.Length) && vantages.Count == From.Length;
        return names.Count == 0 || ports.Count == 0 || vantages.Count == 0 ? null : DatagramLength.Check(new ProbePlan
        {
            ComputerNames = [.. names.Distinct()],
            Ports = ports,
            Protocol = protocol,
            Datagram = datagram,
            Vantages = [.. vantages.Distinct()],
            SshOptions = [.. SshOption.Select(PortFirewall.SshOption.Parse)],
            Timeout = TimeSpan.FromSeconds(TimeoutSeconds),
            Families = families,
        });
    }

    private string[] PortsOf(DatagramApplication? datagram)
        => Port.Length > 0 ? Port
            : datagram?.DefaultPort is { } own ? [own.ToString(CultureInfo.InvariantCulture)]
            : throw ProbeErrors.PortNotGiven(datagram?.Name);

    private List<T> ReadEach<T>(string[] texts, Func<string, T> read)
    {
        var values = new List<T>();
        foreach (var text in texts)
            Guard(() => values.Add(read(text)));
        return values;
    }

    /// <summary>
    /// A piped listener says which clients it takes: an IPv6 socket may take IPv4 too. Families that the user names on the command
    /// line go before it.
    /// </summary>
    private IReadOnlyList<AddressFamily> Families()
    {
        if (_familyIsGiven || AcceptsIPv4 is not { } takesIPv4 || AcceptsIPv6 is not { } takesIPv6)
            return AddressFamily;
        List<AddressFamily> families = [];
        if (takesIPv4)
            families.Add(PortFirewall.AddressFamily.IPv4);
        if (takesIPv6)
            families.Add(PortFirewall.AddressFamily.IPv6);
        return families;
    }
}
