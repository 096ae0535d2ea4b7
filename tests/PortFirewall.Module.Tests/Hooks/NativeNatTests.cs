namespace PortFirewall;

/// <summary>Where nft sends packets elsewhere ahead of rules of iptables, and the other way round: real clients have the last word.</summary>
public sealed class NativeNatTests(HookLabs labs) : IClassFixture<HookLabs>
{
    private const string Open = "-A INPUT -p tcp --dport 2222 -j ACCEPT";

    /// <summary>The port asked for, what nft does, and what becomes of it; the service is on 2222.</summary>
    public static TheoryData<int, string, string> Rules => new()
    {
        { 2222, "chain c { type nat hook prerouting priority dstnat; tcp dport 2222 redirect to :2223\n}", "Drop INPUT:policy" },
        { 8022, "chain c { type nat hook prerouting priority dstnat; tcp dport 8022 redirect to :2222\n}", "Accept INPUT:3" },
        { 8022, "chain c { type nat hook prerouting priority dstnat; tcp dport 8022 dnat ip to 198.51.100.1:2222\n}", "Accept INPUT:3" },
        { 8022, "chain c { type nat hook prerouting priority dstnat; tcp dport 8022 dnat ip6 to [2001:db8::1]:2222\n}", "Drop INPUT:policy" },
        { 2222, "chain c { type nat hook prerouting priority dstnat; ip saddr 198.51.100.2 tcp dport 2222 dnat ip to 192.0.2.7\n}", "Drop FORWARD:policy" },
        { 8022, "chain c { type nat hook prerouting priority 300; tcp dport 8022 redirect to :2222\n}\nchain f { type filter hook prerouting priority -50; tcp dport 2222 drop\n}", "Drop nft inet t f:1" },
        { 8022, "chain c { type nat hook prerouting priority -110; tcp dport 8022 redirect to :2222\n}\nchain d { type nat hook prerouting priority -90; tcp dport 8022 redirect to :2223\n}", "Accept INPUT:3" },
        { 2222, "chain c { type filter hook prerouting priority -150; meta mark set meta mark or 0x10\n}", "Drop INPUT:4" },
        { 2222, "chain c { type filter hook prerouting priority -150; ct mark set 0x10\nmeta mark set ct mark\n}", "Drop INPUT:4" },
        { 2222, "chain c { type filter hook prerouting priority -150; meta mark set 0x11\nmeta mark set meta mark and 0x1\n}", "Accept INPUT:5" },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void What_nft_makes_of_packets_is_what_iptables_sees(int port, string rules, string expected)
    {
        foreach (var backend in new[] { "Nft", "Legacy" })
        {
            var lab = labs.On(backend);
            if (rules.Contains("mark", StringComparison.Ordinal))
                lab.By("-A INPUT -p udp -j DROP").By("-A INPUT -m mark --mark 0x10/0x10 -j DROP");
            lab.By(Open).Load($"table inet t {{ {rules}\n}}");
            Assert.Equal(expected, lab.Verdict("IPv4", "-Source 198.51.100.2", port));
            Assert.Equal(expected.StartsWith("Accept INPUT", StringComparison.Ordinal), lab.ClientGetsThrough("198.51.100.1", port));
        }
    }

    [Theory]
    [InlineData("REDIRECT --to-ports 2222", "tcp dport 2222 drop", "Drop nft inet t c:1")]
    [InlineData("REDIRECT --to-ports 2222", "tcp dport 8022 drop", "Accept INPUT:3")]
    [InlineData("DNAT --to-destination 198.51.100.1:2222", "ip daddr 198.51.100.1 tcp dport 2222 drop", "Drop nft inet t c:1")]
    [InlineData("REDIRECT --to-ports 2222", "ct status dnat drop", "Drop nft inet t c:1")]
    public void What_iptables_makes_of_packets_is_what_nft_sees(string target, string rule, string expected)
    {
        foreach (var backend in new[] { "Nft", "Legacy" })
        {
            var lab = labs.Fresh(backend).By(Open);
            Shell.Run($"{lab.In} iptables-{(backend == "Nft" ? "nft" : "legacy")} -t nat -A PREROUTING -p tcp --dport 8022 -j {target}");
            lab.Load($"table inet t {{ chain c {{ type filter hook input priority 10; {rule}\n}}\n}}");
            Assert.Equal(expected, lab.Verdict("IPv4", port: 8022));
            Assert.Equal(expected.StartsWith("Accept", StringComparison.Ordinal), lab.ClientGetsThrough("198.51.100.1", 8022));
        }
    }
}
