namespace PortFirewall;

/// <summary>What is written where.</summary>
/// <param name="Provider">What loads it at boot.</param>
/// <param name="Targets">The files of the rules.</param>
internal sealed record SavePlan(string Provider, IReadOnlyList<SaveTarget> Targets)
{
    /// <summary>The file that the sets of <c>ipset</c> go into, which is loaded ahead of the rules; null where they are not saved along.</summary>
    public string? SetsPath { get; init; }

    /// <summary>Whether something loads the files at boot; otherwise they are a copy.</summary>
    public bool IsForBoot { get; init; } = true;

    /// <summary>Whether the files are written by the user's own right, and not by that of root.</summary>
    public bool ByOwnRight { get; init; }

    /// <summary>What the user should know of how this host is set up.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The files, for people.</summary>
    public string Files => string.Join(", ", Targets.Select(t => t.Path));

    /// <summary>The commands that would write the same, as they could be typed.</summary>
    public async Task<string> DescribeAsync(FirewallScope scope, CancellationToken cancellation)
    {
        var lines = new List<string>();
        if (SetsPath is not null)
            lines.Add($"{SavedSets.Command(scope).CommandLine} > {ShellText.Quote(SetsPath)}");
        foreach (var target in Targets)
            lines.Add($"{(await RulesetText.CommandAsync(scope, target.Family, target.WithCounters, cancellation)).CommandLine} > {ShellText.Quote(target.Path)}");
        lines.AddRange((await SavedChanges.FindAsync(scope, this, cancellation)).Confirmed.Select(id => $"Confirm-IptablesChange {id}"));
        return string.Join(" && ", lines);
    }
}
