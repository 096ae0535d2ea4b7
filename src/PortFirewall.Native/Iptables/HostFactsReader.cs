namespace PortFirewall;

/// <summary>
/// Reads what rules refer to and don't say: this host's addresses, and the sets of <c>ipset</c> where rules ask for them. A tool
/// that is missing, fails or takes too long leaves its part unknown: the rules are told all the same.
/// </summary>
internal static class HostFactsReader
{
    private static readonly NativeTool IpsetTool = new("ipset", "ipset");

    private static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(10);

    /// <summary>A rule set with what is known of its host.</summary>
    public static async Task<IptablesRuleset> CompleteAsync(IptablesRuleset ruleset, CancellationToken cancellation)
    {
        var routes = TryReadAsync(NativeTool.Ip, ["-json", ruleset.AddressFamily == AddressFamily.IPv4 ? "-4" : "-6", "route", "show", "table", "local"], ruleset, needsPrivilege: false, cancellation);
        var sets = AsksForSets(ruleset) ? TryReadAsync(IpsetTool, ["save"], ruleset, needsPrivilege: true, cancellation) : Task.FromResult<string?>(null);
        var reading = AsksForRoutes(ruleset) ? ReadMainRoutesAsync(ruleset, cancellation) : Task.FromResult<IReadOnlyList<MainRoute>?>(null);
        var main = await reading;
        return ruleset.With(new HostFacts
        {
            ReverseRoutes = main is null ? null : ReverseRouteReader.Of(main, ruleset.AddressFamily),
            OnwardRoutes = main is null ? null : OnwardRoutes.Of(main, ruleset.AddressFamily),
            Destinations = await routes is { Length: > 0 } local ? LocalRouteReader.Read(local, ruleset.AddressFamily) : null,
            Sets = await sets is { } saved ? IpsetReader.Read(saved) : null,
        });
    }

    /// <summary>The same, where something sees the packets that asks for them: otherwise nothing is read, and the rule set is as it was.</summary>
    public static async Task<IReadOnlyList<IptablesRuleset>> CompleteWhereAskedAsync(IReadOnlyList<IptablesRuleset> rulesets, CancellationToken cancellation)
        => await Task.WhenAll(rulesets.Select(r => HostFacts.AreAskedFor(r) ? CompleteAsync(r, cancellation) : Task.FromResult(r)));

    private static bool AsksForSets(IptablesRuleset ruleset)
        => ruleset.Tables.SelectMany(t => t.Chains).SelectMany(c => c.Rules).Any(r => r.Specification.Contains("--match-set", StringComparison.Ordinal));

    /// <summary>
    /// Reverse path filters do, and rules about the interface by which packets leave, which in <c>nat</c> only change sources. Native
    /// rules of nft ask for both: <c>firewalld</c>'s do.
    /// </summary>
    private static bool AsksForRoutes(IptablesRuleset ruleset)
        => ruleset.OtherHooks.Count > 0
            || ruleset.Tables.SelectMany(t => t.Chains).SelectMany(c => c.Rules).Any(r => r.Native is not null || r.Specification.Contains("-m rpfilter", StringComparison.Ordinal)
                || (r.Table != "nat" && r.Specification.Contains("-o ", StringComparison.Ordinal)));

    private static async Task<IReadOnlyList<MainRoute>?> ReadMainRoutesAsync(IptablesRuleset ruleset, CancellationToken cancellation)
    {
        var family = ruleset.AddressFamily == AddressFamily.IPv4 ? "-4" : "-6";
        var routes = TryReadAsync(NativeTool.Ip, ["-json", family, "route", "show", "table", "main"], ruleset, needsPrivilege: false, cancellation);
        var rules = TryReadAsync(NativeTool.Ip, ["-json", family, "rule", "show"], ruleset, needsPrivilege: false, cancellation);
        return await routes is { } to && await rules is { } by ? MainRouteReader.Read(to, by, ruleset.AddressFamily) : null;
    }

    private static async Task<string?> TryReadAsync(NativeTool tool, string[] arguments, IptablesRuleset ruleset, bool needsPrivilege, CancellationToken cancellation)
    {
        if (tool.FindPath() is null)
            return null;
        var command = new NativeCommand(tool, arguments)
        {
            NetworkNamespace = ruleset.NetworkNamespace,
            NeedsPrivilege = needsPrivilege,
            Timeout = LongestRead,
            Purpose = "read addresses and sets",
        };
        try
        {
            var result = await NativeRunner.RunAsync(command, cancellation);
            return result.ExitCode == 0 ? result.StandardOutput : null;
        }
        catch (FirewallException)
        {
            return null;
        }
    }
}
