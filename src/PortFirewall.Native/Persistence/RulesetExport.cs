namespace PortFirewall;

/// <summary>Writes rule sets, as they were read, into files that <c>iptables-restore</c> takes.</summary>
internal static class RulesetExport
{
    /// <exception cref="FirewallException"><c>SaveFailed</c>; the earlier file is as it was.</exception>
    public static async Task<string> WriteAsync(IptablesRuleset ruleset, string file, CancellationToken cancellation)
    {
        await SavedFiles.RequireRegularAsync(SavedFiles.Resolve(file), cancellation);
        // What is not UTF-8 in a comment goes out as the bytes that came in.
        PrivateFile.Write(file, RulesetBytes.Encode($"{RulesetHeader.Of(ruleset.AddressFamily)}\n{ruleset.Text}"));
        return file;
    }
}
