using System.Management.Automation;

namespace PortFirewall.Help.Sample;

/// <summary>A cmdlet with one parameter of each kind that help tells about.</summary>
[Cmdlet(VerbsCommon.Get, "Sample", DefaultParameterSetName = "Name", SupportsShouldProcess = true)]
[OutputType(typeof(SampleColour), typeof(SampleCount))]
public sealed class GetSampleCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Name", ValueFromPipeline = true)]
    [SupportsWildcards]
    public string[] Name { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "Id", ValueFromPipelineByPropertyName = true)]
    public int? Id { get; set; }

    [Parameter(Position = 1)]
    [Alias("Color", "c")]
    public SampleColour Colour { get; set; } = SampleColour.Green;

    [Parameter]
    [ValidateSet("one", "two")]
    public string Size { get; set; } = "two";

    [Parameter]
    public SwitchParameter Shared { get; set; }

    [Parameter(DontShow = true, ValueFromPipelineByPropertyName = true)]
    public string? Hidden { get; set; }
}
