using System.Management.Automation;

namespace PortFirewall;

/// <summary>Takes what is to be restored as it comes: a checkpoint or rule sets, also after remoting, or files.</summary>
internal static class RestoreInput
{
    /// <param name="input">What was given.</param>
    /// <param name="read">Reads the files that a path stands for.</param>
    /// <exception cref="FirewallException"><c>InvalidCheckpoint</c>, and what reading can end with.</exception>
    public static IEnumerable<RulesetToRestore> Read(PSObject input, Func<string, IEnumerable<RulesetToRestore>> read)
    {
        switch (input.BaseObject)
        {
            case IptablesCheckpoint checkpoint:
                return RulesetToRestore.Of(checkpoint);
            case IptablesRuleset ruleset:
                return [RulesetToRestore.Of(ruleset)];
            case string path:
                return read(path);
            case FileSystemInfo file:
                return read(file.FullName);
        }
        // Its rule sets became texts on the way; its files are still there, or this is another host.
        if (Deserialized.CheckpointFiles(input) is { } files)
            return files.SelectMany(read);
        if (input.Properties["Text"] is null)
            throw CheckpointErrors.InvalidCheckpoint();
        return [new RulesetToRestore(
            Deserialized.Ruleset(input), Deserialized.Text(input, "NetworkNamespace"), Deserialized.Value<IptablesBackend>(input, "Backend"), [])];
    }
}
