namespace PortFirewall.Core.Tests;

/// <summary>A test over the corpus: where that is not there, it is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CorpusFactAttribute : FactAttribute
{
    public CorpusFactAttribute()
    {
        if (!Directory.Exists(Corpus.Folder))
            Skip = $"There is no corpus in {Corpus.Folder}; PORTFIREWALL_CORPUS can say where it is.";
    }
}
