using System.Management.Automation;

namespace PortFirewall;

/// <summary>Draws the way of the packets to a port through chains and rules as a tree.</summary>
[Cmdlet(VerbsCommon.Show, "PortPath", DefaultParameterSetName = PathSet)]
[OutputType(typeof(PortPathPicture))]
public sealed class ShowPortPathCommand : PortPathCommand
{
    private const string PathSet = "Path";

    /// <summary>The answers to draw, as Test-PortPath emits them.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [PathInput]
    [ValidateNotNullOrEmpty]
    public PortPath[] InputObject { get; set; } = [];

    private protected override void Process()
    {
        if (ParameterSetName == PathSet)
            Write(InputObject);
        else
            ForEachPort((ports, families) => Write(Analyze(Ask(ports, families), families)));
    }

    private void Write(IEnumerable<PortPath> paths)
    {
        foreach (var path in paths)
            WriteObject(new PortPathPicture { Path = path });
    }
}
