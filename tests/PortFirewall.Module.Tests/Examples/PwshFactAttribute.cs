namespace PortFirewall;

/// <summary>A test on a real <c>pwsh</c>, the one of <c>PORTFIREWALL_PWSH</c> or of <c>PATH</c>: where there is none, it is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PwshFactAttribute : FactAttribute
{
    public PwshFactAttribute()
        => Skip = Path is null ? "There is no pwsh here (PORTFIREWALL_PWSH can name one)." : null;

    /// <summary>The program; null where there is none.</summary>
    public static string? Path { get; } = Environment.GetEnvironmentVariable("PORTFIREWALL_PWSH") is { Length: > 0 } named ? named
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => System.IO.Path.Combine(folder, "pwsh")).FirstOrDefault(File.Exists);
}
