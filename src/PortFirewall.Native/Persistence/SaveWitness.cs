namespace PortFirewall;

/// <summary>
/// Reads what is to be saved, and asks a second program about it: one that prints half of the rules, or none, and ends well, would else be
/// believed until the next boot.
/// </summary>
internal static class SaveWitness
{
    private const int Tries = 3;

    /// <exception cref="FirewallException"><c>SaveNotVerified</c>, <c>UnreadableRuleset</c>, <c>NativeCommandFailed</c> …</exception>
    public static async Task<SavedText> ReadAsync(FirewallScope scope, SaveTarget target, CancellationToken cancellation)
    {
        for (var tried = 1; ; tried++)
        {
            var text = await RulesetText.ReadAsync(scope, target.Family, target.WithCounters, cancellation);
            // Somebody may have changed rules between the two readings.
            if (await FindFaultAsync(scope, text, cancellation) is not { } fault)
                return text;
            if (tried == Tries)
                throw ProofErrors.SaveNotVerified(target.Path, fault);
        }
    }

    private static async Task<string?> FindFaultAsync(FirewallScope scope, SavedText text, CancellationToken cancellation)
    {
        var family = text.Ruleset.AddressFamily;
        // To ask for a table that the kernel does not have yet would make it.
        if (text.UnprintableTables.Contains("filter") || (text.Ruleset.Backend == IptablesBackend.Legacy && !await HasFilterTableAsync(scope, family, cancellation)))
            return null;
        var tool = await IptablesTools.ForAsync(family, scope.Backend, "", cancellation);
        var listed = new Dictionary<string, int>(StringComparer.Ordinal);
        var command = new NativeCommand(tool, [.. IptablesArguments.Start("filter"), "--list-rules"]) { NetworkNamespace = scope.NetworkNamespace, Purpose = "read firewall rules" };
        (await NativeRunner.RunAsync(command, LineTarget.To(Count), cancellation)).EnsureSuccess();
        var chain = listed.Keys.Union(text.Ruleset.FindTable("filter")?.Chains.Select(c => c.Name) ?? [], StringComparer.Ordinal)
            .FirstOrDefault(name => listed.GetValueOrDefault(name) != (text.Ruleset.FindChain("filter", name)?.Rules.Count ?? 0));
        return chain is null ? null
            : $"{tool.Name}-save printed {text.Ruleset.FindChain("filter", chain)?.Rules.Count ?? 0} rules of chain {chain}, and '{tool.Name} --list-rules' {listed.GetValueOrDefault(chain)}";

        void Count(string line)
        {
            if (line.Split(' ') is ["-A", var name, ..])
                listed[name] = listed.GetValueOrDefault(name) + 1;
        }
    }

    /// <summary>The tables of the legacy backend in a namespace (<c>net/netfilter/x_tables.c</c>); what can't be read counts as yes.</summary>
    private static async Task<bool> HasFilterTableAsync(FirewallScope scope, AddressFamily family, CancellationToken cancellation)
    {
        var file = family == AddressFamily.IPv4 ? "/proc/thread-self/net/ip_tables_names" : "/proc/thread-self/net/ip6_tables_names";
        try
        {
            return await NamespaceThread.RunAsync(scope.NetworkNamespace, () => File.Exists(file) && File.ReadAllLines(file).Contains("filter"), "look into a network namespace", cancellation);
        }
        catch (Exception failure) when (failure is FirewallException or IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
