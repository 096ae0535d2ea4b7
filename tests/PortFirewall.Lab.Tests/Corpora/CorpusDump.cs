namespace PortFirewall;

/// <summary>A dump of the corpus: what <c>iptables-save</c> printed somewhere, or what somebody wrote as if it had.</summary>
/// <param name="Name">Its path below the corpus.</param>
/// <param name="Family">The family.</param>
/// <param name="Backends">The backends that loaded it when the corpus was gathered.</param>
internal sealed record CorpusDump(string Name, AddressFamily Family, IReadOnlyList<IptablesBackend> Backends)
{
    /// <summary>The file.</summary>
    public string File => Path.Combine(Corpus.Folder!, Name);

    /// <summary>The rules as the module reads them from the file; null where the file holds commands that make no rules.</summary>
    public async Task<IptablesRuleset?> ImportAsync()
    {
        try
        {
            return RulesetImport.Read(await RulesetFile.ReadLinesAsync(File, CancellationToken.None), Family, File);
        }
        catch (FirewallException error) when (error.ErrorId == "UnreadableRuleset")
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
