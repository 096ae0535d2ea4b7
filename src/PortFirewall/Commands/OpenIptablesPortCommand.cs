using System.Management.Automation;

namespace PortFirewall;

/// <summary>Opens ports by the whole guide: listener, rule, path, a connection from elsewhere, the rule's own counter, and only then the save.</summary>
[Cmdlet(VerbsCommon.Open, "IptablesPort", SupportsShouldProcess = true, DefaultParameterSetName = PortSet)]
[OutputType(typeof(PortOpening))]
public sealed class OpenIptablesPortCommand : PortOpeningCommand
{
    /// <summary>The number that the rule shall have; worked out where it is not given.</summary>
    [Parameter(ParameterSetName = PortSet)]
    [ArgumentCompleter(typeof(PositionCompleter))]
    public int? Position { get; set; }

    /// <summary>Insert the rule ahead of one that accepts the packets already, or at a position where it has no effect.</summary>
    [Parameter(ParameterSetName = PortSet)]
    public SwitchParameter Force { get; set; }

    /// <summary>Go by the rule's counter alone: where a router on the way gives the probe another source, its own packet can't be told.</summary>
    [Parameter(ParameterSetName = PortSet)]
    public SwitchParameter CounterOnly { get; set; }

    private protected override PortOperation Start(OpeningRequest request)
        => new PortOpener(request with { Position = Position, Force = Force, CounterOnly = CounterOnly });
}
