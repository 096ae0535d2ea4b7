namespace PortFirewall;

/// <summary>Reads files of rules that are to be restored, with what those of a checkpoint say of themselves.</summary>
internal static class CheckpointFile
{
    /// <summary>The files that a path stands for, as it does where they are written: the file itself, both of a folder, or those with the ending of a family.</summary>
    public static IReadOnlyList<string> FilesOf(string path)
    {
        if (File.Exists(path))
            return [path];
        string[] both = [.. Enum.GetValues<AddressFamily>().Select(f => SavedFileName.Of(path, 2, f)).Where(File.Exists)];
        return both.Length > 0 ? both : [path];
    }

    /// <param name="path">The file.</param>
    /// <param name="family">The family, where somebody says; otherwise the file has to tell.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="FirewallException"><c>RulesetNotRead</c>, <c>UnreadableRuleset</c>, <c>FamilyNotTold</c>.</exception>
    public static async Task<RulesetToRestore> ReadAsync(string path, AddressFamily? family, CancellationToken cancellation)
    {
        var lines = await RulesetFile.ReadLinesAsync(path, cancellation);
        var told = RulesetFamily.TryOf(lines, path) ?? family ?? throw CheckpointErrors.FamilyNotTold(path);
        var header = CheckpointHeader.Read(lines);
        // A firewall without a table is one that a checkpoint may well be of.
        var ruleset = RulesetImport.Read(lines, told, path, mayBeEmpty: header is not null);
        return new RulesetToRestore(ruleset, header?.NetworkNamespace, header?.Backend, header?.Sets ?? []);
    }
}
