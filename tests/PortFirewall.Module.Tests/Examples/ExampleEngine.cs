namespace PortFirewall;

/// <summary>What plays the examples.</summary>
/// <param name="Before">What is typed in <c>sh</c> ahead of the script and its arguments.</param>
/// <param name="After">What is typed behind them.</param>
internal sealed record ExampleEngine(string Before, string After = "")
{
    /// <summary>The width that the pages show: it fits a page of the web, and most windows.</summary>
    public const int Width = 100;

    /// <summary>The project's own host.</summary>
    public static ExampleEngine OwnHost { get; } = new($"dotnet '{BuiltModule.HostProgram}' -File");

    /// <summary>A real <c>pwsh</c>, which knows the width of its window from a terminal only.</summary>
    public static ExampleEngine Pwsh(string path)
        => new($"script --quiet --return --command \"stty rows 50 cols {Width}; exec '{path}' -NoProfile -File", "\" /mnt/typescript");
}
