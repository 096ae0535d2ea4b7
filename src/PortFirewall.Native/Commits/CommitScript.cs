namespace PortFirewall;

/// <summary>The program of <c>sh</c> that brings several changes to their end, as it is in this assembly.</summary>
internal static class CommitScript
{
    public static string Text { get; } = Read();

    private static string Read()
    {
        using var reader = new StreamReader(typeof(CommitScript).Assembly.GetManifestResourceStream("commit.sh")!);
        return reader.ReadToEnd();
    }
}
