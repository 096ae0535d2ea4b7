namespace PortFirewall.Host;

/// <summary>What is at the other end of the standard streams, and what can be shown there.</summary>
internal sealed class Terminal
{
    /// <summary>The width of a page where there is no window: a file, a pipe, a build log.</summary>
    private const int DefaultWidth = 120;

    private const int DefaultHeight = 50;

    private readonly bool _understandsEscapes = Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");

    /// <summary>Is a person there who can answer?</summary>
    public bool CanAsk { get; } = !Console.IsInputRedirected;

    public bool ColoursOutput => _understandsEscapes && !Console.IsOutputRedirected && !RefusesColour;

    public bool ColoursErrors => _understandsEscapes && !Console.IsErrorRedirected && !RefusesColour;

    /// <summary>Can a line on standard error be written over?</summary>
    public bool ShowsProgress => _understandsEscapes && !Console.IsErrorRedirected;

    /// <summary>Columns of text, read each time: a window changes its size.</summary>
    public int Width => FromEnvironment("COLUMNS") ?? (Console.IsOutputRedirected ? null : Positive(Console.WindowWidth)) ?? DefaultWidth;

    public int Height => FromEnvironment("LINES") ?? (Console.IsOutputRedirected ? null : Positive(Console.WindowHeight)) ?? DefaultHeight;

    /// <summary>The convention is that NO_COLOR counts only if it isn't empty.</summary>
    private static bool RefusesColour => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    private static int? FromEnvironment(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out var number) ? Positive(number) : null;

    private static int? Positive(int number) => number > 0 ? number : null;
}
