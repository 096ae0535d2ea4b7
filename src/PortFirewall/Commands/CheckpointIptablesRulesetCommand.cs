using System.Management.Automation;

namespace PortFirewall;

/// <summary>Keeps all rules as they are now, with their counters, in files that bring them back.</summary>
[Cmdlet(VerbsData.Checkpoint, "IptablesRuleset", SupportsShouldProcess = true)]
[OutputType(typeof(IptablesCheckpoint))]
public sealed class CheckpointIptablesRulesetCommand : ScopedCommand
{
    /// <summary>The file or folder to write into, in place of the folder of checkpoints.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    private protected override void Process()
    {
        var path = Path is null ? null : FilePaths.Resolve(SessionState.Path, Path);
        var taking = new CheckpointTaking(Firewall, FamiliesToRead(), path);
        if (!ShouldProcess(string.Join(", ", taking.Files), "Write a checkpoint of the rules"))
            return;
        var checkpoint = Await(taking.TakeAsync);
        foreach (var warning in taking.Warnings)
            WriteWarning(warning);
        WriteObject(checkpoint);
    }
}
