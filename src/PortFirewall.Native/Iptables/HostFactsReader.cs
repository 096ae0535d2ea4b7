namespace PortFirewall;

/// <summary>
/// Reads what rules refer to and don't say: this host's addresses, and where rules ask for them, the sets of <c>ipset</c>, bridges, and whether there is IPsec. A tool
/// that is missing, fails or takes too long leaves its part unknown: the rules are told all the same.
/// </summary>
internal static class HostFactsReader
{
    private static readonly NativeTool IpsetTool = new("ipset", "ipset");

    private static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(10);

    /// <summary>The destinations that are this host's own, or of one of its namespaces; null where they can't be read.</summary>
    public static async Task<IReadOnlyList<LocalDestination>?> ReadDestinationsAsync(string? networkNamespace, AddressFamily family, CancellationToken cancellation)
    {
        var routes = await TryReadAsync(
            NativeTool.Ip, ["-json", family == AddressFamily.IPv4 ? "-4" : "-6", "route", "show", "table", "local"], networkNamespace, needsPrivilege: false, cancellation);
        return routes is { Length: > 0 } ? LocalRouteReader.Read(routes, family) : null;
    }

    /// <summary>A rule set with what is known of its host.</summary>
    public static async Task<IptablesRuleset> CompleteAsync(IptablesRuleset ruleset, CancellationToken cancellation)
    {
        var destinations = ReadDestinationsAsync(ruleset.NetworkNamespace, ruleset.AddressFamily, cancellation);
        var sets = AsksFor("--match-set", ruleset) ? TryReadAsync(IpsetTool, ["save"], ruleset.NetworkNamespace, needsPrivilege: true, cancellation) : Task.FromResult<string?>(null);
        var reading = AsksForRoutes(ruleset) ? ReadMainRoutesAsync(ruleset, cancellation) : Task.FromResult<IReadOnlyList<MainRoute>?>(null);
        var bridged = AsksFor("-m physdev", ruleset) ? ReadBridgedAsync(ruleset, cancellation) : Task.FromResult<IntervalSet<InterfaceName>?>(null);
        // The number only: with it, ip would print the keys as well.
        var ipsec = AsksFor("-m policy", ruleset) ? TryReadAsync(NativeTool.Ip, ["xfrm", "state", "count"], ruleset.NetworkNamespace, needsPrivilege: true, cancellation) : Task.FromResult<string?>(null);
        var main = await reading;
        return ruleset.With(new HostFacts
        {
            ReverseRoutes = main is null ? null : ReverseRouteReader.Of(main, ruleset.AddressFamily),
            OnwardRoutes = main is null ? null : OnwardRoutes.Of(main, ruleset.AddressFamily),
            BridgedInterfaces = await bridged,
            HasIpsec = await ipsec is { } counted ? counted.Trim() != "SAD count 0" : null,
            Destinations = await destinations,
            Sets = await sets is { } saved ? IpsetReader.Read(saved) : null,
        });
    }

    /// <summary>The same, where something sees the packets that asks for them: otherwise nothing is read, and the rule set is as it was.</summary>
    public static async Task<IReadOnlyList<IptablesRuleset>> CompleteWhereAskedAsync(IReadOnlyList<IptablesRuleset> rulesets, CancellationToken cancellation)
        => await Task.WhenAll(rulesets.Select(r => HostFacts.AreAskedFor(r) ? CompleteAsync(r, cancellation) : Task.FromResult(r)));

    /// <summary>Whether a rule has the words. The other iptables' rules may, and are not looked through.</summary>
    private static bool AsksFor(string words, IptablesRuleset ruleset)
        => ruleset.OtherHooks.Any(h => h.Chains is IptablesRules) || ruleset.Tables.SelectMany(t => t.Chains).SelectMany(c => c.Rules).Any(r => r.Specification.Contains(words, StringComparison.Ordinal));

    /// <summary>
    /// Reverse path filters do, and rules about the interface by which packets leave, which in <c>nat</c> only change sources. Native
    /// rules of nft ask for both: <c>firewalld</c>'s do.
    /// </summary>
    private static bool AsksForRoutes(IptablesRuleset ruleset)
        => ruleset.OtherHooks.Count > 0
            || ruleset.Tables.SelectMany(t => t.Chains).SelectMany(c => c.Rules).Any(r => r.Native is not null || r.Specification.Contains("-m rpfilter", StringComparison.Ordinal)
                || (r.Table != "nat" && r.Specification.Contains("-o ", StringComparison.Ordinal)));

    private static async Task<IntervalSet<InterfaceName>?> ReadBridgedAsync(IptablesRuleset ruleset, CancellationToken cancellation)
    {
        var links = await TryReadAsync(NativeTool.Ip, ["-json", "-details", "link", "show"], ruleset.NetworkNamespace, needsPrivilege: false, cancellation);
        return links is null ? null : BridgeReader.Read(links, ruleset.AddressFamily, await CallsIptablesAsync(ruleset, cancellation));
    }

    /// <summary>Every network namespace has its own answer, and has the file only once the kernel's <c>br_netfilter</c> is loaded. What can't be read counts as yes.</summary>
    private static async Task<bool> CallsIptablesAsync(IptablesRuleset ruleset, CancellationToken cancellation)
    {
        var file = $"/proc/sys/net/bridge/bridge-nf-call-{(ruleset.AddressFamily == AddressFamily.IPv4 ? "iptables" : "ip6tables")}";
        try
        {
            return await NamespaceThread.RunAsync(ruleset.NetworkNamespace, () => File.Exists(file) && File.ReadAllText(file).Trim() != "0", "look into a network namespace", cancellation);
        }
        catch (Exception failure) when (failure is FirewallException or IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    private static async Task<IReadOnlyList<MainRoute>?> ReadMainRoutesAsync(IptablesRuleset ruleset, CancellationToken cancellation)
    {
        var family = ruleset.AddressFamily == AddressFamily.IPv4 ? "-4" : "-6";
        var routes = TryReadAsync(NativeTool.Ip, ["-json", family, "route", "show", "table", "main"], ruleset.NetworkNamespace, needsPrivilege: false, cancellation);
        var rules = TryReadAsync(NativeTool.Ip, ["-json", family, "rule", "show"], ruleset.NetworkNamespace, needsPrivilege: false, cancellation);
        return await routes is { } to && await rules is { } by ? MainRouteReader.Read(to, by, ruleset.AddressFamily) : null;
    }

    private static async Task<string?> TryReadAsync(NativeTool tool, string[] arguments, string? networkNamespace, bool needsPrivilege, CancellationToken cancellation)
    {
        if (tool.FindPath() is null)
            return null;
        var command = new NativeCommand(tool, arguments)
        {
            NetworkNamespace = networkNamespace,
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
