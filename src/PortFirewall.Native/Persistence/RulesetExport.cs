namespace PortFirewall;

/// <summary>Writes rule sets, as they were read, into files that <c>iptables-restore</c> takes.</summary>
internal static class RulesetExport
{
    /// <summary>Writes all of the files or none.</summary>
    /// <exception cref="FirewallException"><c>SaveFailed</c>; the earlier files are as they were.</exception>
    public static async Task<IReadOnlyList<string>> WriteAsync(IReadOnlyList<(IptablesRuleset Ruleset, string Path)> files, CancellationToken cancellation)
    {
        foreach (var file in files)
            await SavedFiles.RequireRegularAsync(SavedFiles.Resolve(file.Path), cancellation);
        // What is not UTF-8 in a comment goes out as the bytes that came in.
        PrivateFile.WriteAll([.. files.Select(f => (f.Path, RulesetBytes.Encode($"{RulesetHeader.Of(f.Ruleset.AddressFamily)}\n{TextOf(f.Ruleset)}")))]);
        return [.. files.Select(f => f.Path)];
    }

    private static string TextOf(IptablesRuleset ruleset) => ruleset.Tables.Any(t => t.IsThere) ? ruleset.Text : UnusedRuleset.Text;
}
