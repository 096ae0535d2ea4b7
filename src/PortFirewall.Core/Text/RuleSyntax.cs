namespace PortFirewall;

/// <summary>What a rule's text says, taken apart but not yet understood: every word is in here exactly once.</summary>
internal sealed class RuleSyntax
{
    /// <summary>The value of <c>-p</c>, or null. <c>Negated</c> as for the others.</summary>
    public IptablesOption? Protocol { get; set; }

    public IptablesOption? Source { get; set; }

    public IptablesOption? Destination { get; set; }

    public IptablesOption? InInterface { get; set; }

    public IptablesOption? OutInterface { get; set; }

    /// <summary><c>-f</c>: second and further fragments only (IPv4).</summary>
    public IptablesOption? Fragment { get; set; }

    public List<IptablesMatch> Matches { get; } = [];

    public string? Target { get; set; }

    public bool IsGoto { get; set; }

    public List<IptablesOption> TargetOptions { get; } = [];

    /// <summary>The value of the first option with that name in the matches of that name; null where there is none.</summary>
    public IptablesOption? FindOption(string match, params ReadOnlySpan<string> names)
    {
        foreach (var candidate in Matches)
        {
            if (candidate.Name != match)
                continue;
            foreach (var option in candidate.Options)
            {
                if (names.Contains(option.Name))
                    return option;
            }
        }
        return null;
    }
}
