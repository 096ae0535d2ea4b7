namespace PortFirewall;

/// <summary>Two cmdlets, the output of the first going into the second.</summary>
/// <param name="From">The first, with what it takes.</param>
/// <param name="Into">The second, with what it takes beside its input.</param>
/// <param name="Text">What each object that comes out says, as an expression on <c>$_</c>.</param>
/// <param name="Expected">All that comes out, with commas; or the ids of the errors.</param>
internal sealed record PipelinePair(string From, string Into, string Text, string Expected)
{
    public string Script => $"{From} | {Into} | ForEach-Object {{ \"{Text}\" }}";

    /// <summary>The name of the cmdlet that a command line ends with, or begins with.</summary>
    public static string LastCmdlet(string line) => FirstCmdlet(line.Split([" | ", "; "], StringSplitOptions.None).Last(part => !part.StartsWith("Where-Object", StringComparison.Ordinal)));

    public static string FirstCmdlet(string line) => line.Split(' ')[0];

    public override string ToString() => $"{From} | {Into}";
}
