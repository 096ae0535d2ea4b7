namespace PortFirewall;

/// <summary>A test over the corpus: where that is not there, it is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CorpusFactAttribute : FactAttribute
{
    public CorpusFactAttribute()
    {
        if (Corpus.Folder is null)
            Skip = "There is no corpus: neither shared/corpus beside the repository, nor a folder in PORTFIREWALL_CORPUS.";
    }
}
