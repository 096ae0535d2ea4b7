namespace PortFirewall;

/// <summary>What is known of a program that keeps rules of its own: how its rules are recognised, what it leaves on disk, and how it is asked instead.</summary>
/// <param name="Name">Its name, as its users say it.</param>
/// <param name="ChainPatterns">The names of its chains; a <c>*</c> at the end stands for any ending.</param>
/// <param name="Command">Its own command that opens a port: <c>{0}</c> is the port, <c>{1}</c> the protocol.</param>
internal sealed record ManagerProfile(string Name, string[] ChainPatterns, string Command)
{
    /// <summary>A chain without which names such as <c>IN_public</c> say nothing; null where the names are its own beyond doubt.</summary>
    public string? MarkerChain { get; init; }

    /// <summary>Tables of nftables that are its own.</summary>
    public string[] NftTables { get; init; } = [];

    /// <summary>Files that show that it is installed.</summary>
    public string[] Files { get; init; } = [];

    /// <summary>Programs, any of which runs where it works.</summary>
    public string[] Processes { get; init; } = [];

    /// <summary>Where it has no process: the file, and what stands in it while it is in charge.</summary>
    public (string File, string Text)? Switch { get; init; }

    /// <summary>A file that switches it off.</summary>
    public string? OffFile { get; init; }

    /// <summary>Whether it writes the built-in chains anew as well, so that no rule of others outlasts its next start.</summary>
    public bool RewritesAll { get; init; }

    /// <summary>Whether it is meant to be told of every port that is open on the host.</summary>
    public bool IsInChargeOfPorts { get; init; }

    /// <summary>Rules of its own that stand in the built-in chains and lead to none of its chains.</summary>
    public Func<IptablesRule, bool> OwnsLooseRule { get; init; } = _ => false;

    /// <summary>Whether a chain of that name is its own.</summary>
    public bool OwnsChain(string chain) => Array.Exists(ChainPatterns, pattern => Matches(pattern, chain));

    /// <summary>Whether a rule set shows its marks, so that <see cref="OwnsChain"/> can be believed.</summary>
    public bool IsSeenIn(IptablesRuleset ruleset) => ruleset.Chains.Any(c => MarkerChain is null ? OwnsChain(c.Name) : c.Name == MarkerChain);

    private static bool Matches(string pattern, string chain)
        => pattern.EndsWith('*') ? chain.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1)) : chain == pattern;
}
