namespace PortFirewall;

/// <summary>Servers that some examples say are there beside the lab (<c>servers.sh</c>). Everything else that an example takes for granted, it types.</summary>
internal static class ExampleServers
{
    /// <summary>By example: what is started ahead of it, and the packages that it comes from.</summary>
    private static readonly IReadOnlyDictionary<string, (string Server, TestPackages Packages)> Servers =
        new Dictionary<string, (string, TestPackages)>(StringComparer.Ordinal)
        {
            ["Confirm-PortReachable: Example 4: A DNS server behind a firewall"] = ("dns", TestPackages.Servers),
            ["Confirm-PortReachable: Example 5: An application that PortFirewall does not know"] = ("ntp", TestPackages.Servers),
            ["Confirm-PortReachable: Example 6: From another machine over ssh, and one that is not there"] = ("ssh", TestPackages.Vantages),
        };

    /// <summary>The examples that need a server, by page and title.</summary>
    public static IReadOnlyCollection<string> Examples => [.. Servers.Keys];

    /// <summary>Why none of the servers can be had here, as a sentence; null where they can.</summary>
    public static string? WhyNot { get; } = TestPackages.Servers.WhyNot ?? TestPackages.Vantages.WhyNot;

    /// <summary>All examples, without those whose servers can't be had here.</summary>
    public static IEnumerable<PageExample> Playable => PageExample.All.Where(example => WhyNot is null || !Servers.ContainsKey($"{example}"));

    /// <summary>The command that starts what an example needs; null where it needs nothing.</summary>
    public static string? CommandFor(PageExample example, string script)
        => Servers.TryGetValue($"{example}", out var needed) ? $"bash '{script}' {needed.Server} '{needed.Packages.Folder}'" : null;
}
