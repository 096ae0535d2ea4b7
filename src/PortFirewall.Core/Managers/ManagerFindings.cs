namespace PortFirewall;

/// <summary>Puts what was seen of a manager in the kernel, among the processes and on disk together.</summary>
/// <param name="Profile">The manager.</param>
/// <param name="Processes">Its processes in the namespace, each as <c>NAME (ID)</c>.</param>
/// <param name="Files">Its files that are there.</param>
/// <param name="SwitchedOn">The line that switches it on; null where it is switched off, or has no such line.</param>
internal sealed record ManagerFindings(ManagerProfile Profile, IReadOnlyList<string> Processes, IReadOnlyList<string> Files, string? SwitchedOn)
{
    /// <summary>Whether it works here.</summary>
    public bool IsRunning => Processes.Count > 0 || SwitchedOn is not null;

    /// <summary>The manager as users see it; null where nothing shows it.</summary>
    /// <param name="rulesets">The rules of iptables in the namespace.</param>
    /// <param name="nftTables">The tables of nftables beside them, each as <c>inet firewalld</c>.</param>
    public FirewallManager? Conclude(IReadOnlyList<IptablesRuleset> rulesets, IReadOnlyList<string> nftTables)
    {
        var chains = rulesets.Where(Profile.IsSeenIn).SelectMany(r => r.Chains).Where(c => !c.IsBuiltIn && Profile.OwnsChain(c.Name)).Select(c => c.ToString()).Distinct(StringComparer.Ordinal).ToArray();
        var tables = nftTables.Where(t => Profile.NftTables.Contains(t.Split(' ')[^1], StringComparer.Ordinal)).ToArray();
        var hasRules = chains.Length > 0 || tables.Length > 0;
        if (!hasRules && !IsRunning && Files.Count == 0)
            return null;
        return new FirewallManager
        {
            Name = Profile.Name,
            State = (IsRunning, hasRules) switch
            {
                (true, true) => FirewallManagerState.InCharge,
                (true, false) => FirewallManagerState.Idle,
                (false, true) => FirewallManagerState.Leftover,
                _ => FirewallManagerState.Installed,
            },
            IsRunning = IsRunning,
            Evidence =
            [
                .. chains.Length > 0 ? [$"chains {string.Join(", ", chains.Take(3))}{(chains.Length > 3 ? $" and {chains.Length - 3} more" : "")}"] : Array.Empty<string>(),
                .. tables.Select(t => $"nft table {t}"),
                .. Processes.Select(p => $"process {p}"),
                .. SwitchedOn is null ? Array.Empty<string>() : [SwitchedOn],
                .. Files.Select(f => $"file {f}"),
            ],
            Chains = chains,
            Command = string.Format(null, Profile.Command, "PORT", "tcp"),
        };
    }
}
