using System.Management.Automation;

namespace PortFirewall;

/// <summary>Writes the way of the packets to ports into a file: as a picture, a flowchart or a page, what was before a change beside what is after it.</summary>
[Cmdlet(VerbsData.Export, "PortPath", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportPortPathCommand : FirewallCommand
{
    private readonly List<PortPath> _paths = [];

    /// <summary>The file to write.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>How to write it, where the name of the file does not say so.</summary>
    [Parameter]
    public PictureFormat? Format { get; set; }

    /// <summary>The answers to draw, as Test-PortPath emits them.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [PathInput]
    [ValidateNotNullOrEmpty]
    public PortPath[] InputObject { get; set; } = [];

    /// <summary>The answers as they were before a change, to be drawn beside.</summary>
    [Parameter]
    [PathInput]
    [ValidateNotNullOrEmpty]
    public PortPath[] Before { get; set; } = [];

    private protected override void Begin() => _ = FormatOf(FilePaths.Resolve(SessionState.Path, Path));

    private protected override void Process() => _paths.AddRange(InputObject);

    private protected override void End()
    {
        // A pipeline that brought nothing has nothing to draw.
        if (_paths.Count == 0)
            return;
        var file = FilePaths.Resolve(SessionState.Path, Path);
        var format = FormatOf(file);
        var text = PictureFormats.Write(format, PathComparison.Of(Before, _paths));
        if (!ShouldProcess(file, $"Write the way of the packets as {format}"))
            return;
        Await(stop => PictureFile.WriteAsync(file, text, stop));
        WriteObject(InvokeProvider.Item.Get([file], force: true, literalPath: true), enumerateCollection: true);
    }

    private PictureFormat FormatOf(string file) => Format ?? PictureFormats.Of(file);
}
