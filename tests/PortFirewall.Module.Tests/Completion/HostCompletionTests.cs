using System.Text.RegularExpressions;

namespace PortFirewall;

/// <summary>Tab offers what the host and its namespaces have: interfaces, addresses, listeners, services, labs.</summary>
public sealed class HostCompletionTests(Labs labs) : IClassFixture<Labs>
{
    [Fact]
    public void Interfaces_are_those_of_the_namespace_typed()
        => Assert.Equal(
            "eth0: up, 198.51.100.1/24, 2001:db8::1/64|lo: up, 127.0.0.1/8, ::1/128",
            Regex.Replace(Lab.Engine.Told($"Test-PortPath 22 -NetworkNamespace {Lab.Server} -InInterface |"), ", fe80::[^\n]*", "", RegexOptions.None, TimeSpan.FromSeconds(1)).Replace('\n', '|'));

    [Fact]
    public void Addresses_are_those_of_the_namespace_and_the_family_typed()
    {
        var on = $"-NetworkNamespace {Lab.Server}";
        Assert.Equal("198.51.100.1: address of eth0\n127.0.0.1: address of lo", Lab.Engine.Told($"Test-PortPath 22 {on} -AddressFamily IPv4 -Destination |"));
        Assert.Contains("2001:db8::/64: the network of eth0", Lab.Engine.Told($"Test-PortPath 22 {on} -Source |"), StringComparison.Ordinal);
        Assert.Contains("localhost: ", Lab.Engine.Told("Confirm-PortReachable loc|"), StringComparison.Ordinal);
    }

    [Fact]
    public void Listening_ports_come_first_and_services_after_them()
    {
        var on = $"-NetworkNamespace {Lab.Server}";
        Assert.Matches(@"^2222: \S+ \(\d+\) listens on tcp 0\.0\.0\.0; \S+ \(\d+\) listens on tcp ::\n", Lab.Engine.Told($"Add-IptablesPortRule {on} -Port |"));
        Assert.Matches(@"^2222: .*\n[^|]*22: ssh, tcp(\n|$)", Lab.Engine.Told($"Add-IptablesPortRule {on} -Port 22|"));
        Assert.Equal("ssh: tcp port 22", Lab.Engine.Told("Test-PortPath ssh|"));
        Assert.Matches("^domain: udp port 53\n", Lab.Engine.Told("Test-PortPath -Protocol udp -Port dom|"));
        Assert.DoesNotContain("ssh", Lab.Engine.Texts("Test-PortPath -Protocol udp -Port s|").Split(' '));
        Assert.Matches("^domain: tcp port 53; udp port 53\n", Lab.Engine.Told("Get-PortListener dom|") + "\n");
        Assert.DoesNotContain("listens", Lab.Engine.Told($"Test-PortPath {on} -Protocol udp -Port |"), StringComparison.Ordinal);
    }

    [Fact]
    public void Namespaces_labs_and_places_to_connect_from_have_their_names()
    {
        Assert.Equal($"{Lab.Client}: network namespace, the client of the lab {Lab.Name}\n{Lab.Server}: network namespace, the server of the lab {Lab.Name}", Lab.Engine.Told($"Get-IptablesChain -NetworkNamespace {Lab.Name}|"));
        Assert.Equal($"{Lab.Name}: lab with the namespaces {Lab.Server} and {Lab.Client}", Lab.Engine.Told($"Remove-FirewallLab {Lab.Name}|"));
        Assert.Equal($"netns:{Lab.Client}", Lab.Engine.Texts($"Open-IptablesPort 22 -NetworkNamespace {Lab.Server} -ProbeFrom netns:{Lab.Name}|"));
        Assert.Equal($"netns:{Lab.Client}", Lab.Engine.Texts($"Confirm-PortReachable 192.0.2.1 22 -From {Lab.Client}|"));
    }

    [Fact]
    public void Rules_are_offered_by_text_number_and_comment()
    {
        var on = $"-NetworkNamespace {Lab.Server} -Backend Nft";
        Lab.By("IPv4", "-A INPUT -p tcp --dport 22 -m comment --comment 'from $HOME and ''office''' -j ACCEPT");
        Assert.Equal("'-i lo -j ACCEPT': rule 2 of INPUT (IPv4)", Lab.Engine.Told($"Remove-IptablesRule {on} -Specification '-i|"));
        Assert.Equal("1: ahead of -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT (IPv4)", Lab.Engine.Told($"Add-IptablesPortRule 22 {on} -Position 1|"));
        Assert.Equal("'from $HOME and office': comment of rule 3 of INPUT (IPv4)", Lab.Engine.Told($"Get-IptablesRule {on} -Comment |"));
    }

    [Fact]
    public void A_pending_change_is_offered_to_whoever_decides()
    {
        var lab = labs.On("Nft");
        lab.Run("Add-IptablesPortRule 2222 @on -RollbackAfter 600 -WarningAction SilentlyContinue").Quietly();
        var told = lab.Engine.Told($"Confirm-IptablesChange -NetworkNamespace {lab.Server} -Id |");
        Assert.Matches($@"^[0-9a-f]{{8}}: Pending, \d+ s left in {lab.Server}: Add-IptablesPortRule; IPv4 filter INPUT", told);
        lab.Run($"Confirm-IptablesChange {told[..8]}").Quietly();
        Assert.Empty(lab.Engine.Texts($"Undo-IptablesChange -NetworkNamespace {lab.Server} -Id |"));
        Assert.StartsWith(told[..8] + ": Confirmed in ", lab.Engine.Told($"Get-IptablesRollback -NetworkNamespace {lab.Server} -Id |"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Restore-IptablesRuleset -Table m|", "mangle")]
    [InlineData("Test-PortPath 22 -Protocol |", "tcp udp sctp dccp")]
    [InlineData("Get-IptablesRule -Protocol ic|", "icmp icmpv6")]
    [InlineData("Test-PortPath 22 -ConnectionState e|", "ESTABLISHED")]
    [InlineData("Confirm-PortReachable x 22 -SshOption id|", "IdentityFile= IdentitiesOnly= IdentityAgent=")]
    [InlineData("Confirm-PortReachable x -Application d|", "dns dtls")]
    [InlineData("Add-IptablesPortRule 22 -RollbackAfter 6|", "60")]
    [InlineData("Save-IptablesRuleset -Provider sys|", "systemd")]
    [InlineData("Get-IptablesChain nothing-begins-so|", "")]
    public void What_is_known_needs_no_look_at_the_host(string line, string expected) => Assert.Equal(expected, Lab.Engine.Texts(line));

    private TestLab Lab { get; } = labs.On("Nft");
}
