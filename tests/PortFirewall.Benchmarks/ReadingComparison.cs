namespace PortFirewall.Benchmarks;

/// <summary><c>Get-IptablesRule</c> over 10,000 rules, beside the <c>iptables-save -c</c> that it runs.</summary>
internal static class ReadingComparison
{
    private const int Rules = 10_000;

    public static void Run(string manifest, ScratchHost host)
    {
        host.LoadMany(Rules);
        using var runspace = ModuleUnderTest.Open(manifest);
        var script = $"Get-IptablesRule INPUT -NetworkNamespace {host.Name} -Backend {host.Backend} -AddressFamily IPv4";
        var (subject, peer) = Comparison.Run(
            15,
            static () => { },
            () => Require(ModuleUnderTest.Run(runspace, script) == Rules + 2),
            () => Require(host.Save().Length > Rules));
        Report.WriteRatio("`Get-IptablesRule`, 10,000 rules, beside `iptables-save -c`", host.Backend, subject, peer, host.Backend == "nft" ? 1.5 : 3);
    }

    private static void Require(bool correct)
    {
        if (!correct)
            throw new InvalidOperationException("The rules were not read in full.");
    }
}
