namespace PortFirewall.Core.Tests.Managers;

public sealed class ManagerFindingsTests
{
    private static readonly IptablesRuleset Bans = Rulesets.Drop("-p tcp -m multiport --dports 22 -j f2b-sshd", "-A f2b-sshd -j RETURN");

    [Theory]
    [InlineData(true, true, FirewallManagerState.InCharge)]
    [InlineData(true, false, FirewallManagerState.Idle)]
    [InlineData(false, true, FirewallManagerState.Leftover)]
    [InlineData(false, false, FirewallManagerState.Installed)]
    public void Its_state_is_told_by_whether_it_runs_and_has_rules(bool runs, bool hasRules, FirewallManagerState state)
    {
        var findings = new ManagerFindings(Profile("fail2ban"), runs ? ["fail2ban-server (12)"] : [], ["/etc/fail2ban/fail2ban.conf"], null);
        var manager = findings.Conclude([hasRules ? Bans : Rulesets.Drop()], [])!;
        Assert.Equal((state, runs, hasRules ? 1 : 0), (manager.State, manager.IsRunning, manager.Chains.Length));
    }

    [Fact]
    public void Where_nothing_shows_it_it_is_not_told()
        => Assert.All(ManagerProfiles.All, p => Assert.Null(new ManagerFindings(p, [], [], null).Conclude([Rulesets.Drop("-j LOGGING", "-A LOGGING -j DROP", "-A IN_public -j DROP")], ["inet mine"])));

    [Fact]
    public void A_table_of_nftables_is_evidence_as_well()
        => Assert.Equal(
            ["nft table inet firewalld", "process firewalld (7)"],
            new ManagerFindings(Profile("firewalld"), ["firewalld (7)"], [], null).Conclude([Rulesets.Drop()], ["inet firewalld"])!.Evidence);

    [Fact]
    public void Names_that_anybody_may_give_count_only_beside_the_managers_own_mark()
    {
        var firewalld = Profile("firewalld");
        Assert.False(firewalld.IsSeenIn(Rulesets.Drop("-j IN_web", "-A IN_web -j DROP")));
        Assert.True(firewalld.IsSeenIn(Rulesets.Drop("-j INPUT_ZONES", "-A INPUT_ZONES -g IN_public", "-A IN_public -j DROP")));
    }

    [Fact]
    public void Whoever_changes_a_chain_of_a_manager_at_work_is_told_its_own_command()
        => Assert.Equal(
            ["fail2ban keeps the chain f2b-sshd and writes it anew: what is changed there by hand is gone then. Its own way: fail2ban-client set JAIL unbanip ADDRESS."],
            Warnings("fail2ban", runs: true, Rule("f2b-sshd", "-s 192.0.2.1/32 -j DROP")));

    [Fact]
    public void Leftovers_of_one_that_does_not_run_are_no_reason_to_warn()
        => Assert.Empty(Warnings("fail2ban", runs: false, Rule("f2b-sshd", "-s 192.0.2.1/32 -j DROP")));

    [Fact]
    public void One_that_keeps_other_chains_is_no_reason_to_warn()
        => Assert.Empty(Warnings("fail2ban", runs: true, Rule("INPUT", "-p tcp -m tcp --dport 22 -j ACCEPT")));

    [Theory]
    [InlineData("ufw", "ufw is in charge of the ports of this host, does not know this change and will not make it again. Its own way: ufw allow 53/udp.")]
    [InlineData("firewalld", "firewalld writes all rules anew when it starts or reloads: what is changed by hand is gone then. Its own way: firewall-cmd --permanent --add-port=53/udp && firewall-cmd --reload.")]
    [InlineData("CSF", "CSF writes all rules anew when it starts or reloads: what is changed by hand is gone then. Its own way: add 53 to TCP_IN (or UDP_IN) in /etc/csf/csf.conf, then csf -r.")]
    public void Who_opens_a_port_of_a_managed_host_by_hand_is_told_how_it_is_done_there(string manager, string warning)
        => Assert.Equal([warning], Warnings(manager, runs: true, Rule("INPUT", "-p udp -m udp --dport 53 -j ACCEPT")));

    [Fact]
    public void One_that_is_switched_on_and_has_no_chain_in_the_kernel_is_no_reason_to_warn()
        => Assert.Empty(ManagedChange.Warnings([new ManagerFindings(Profile("ufw"), [], [], "ENABLED=yes")], [Rule("INPUT", "-j ACCEPT")], _ => false));

    [CorpusFact]
    public void Of_the_rule_sets_in_the_corpus_those_of_managers_are_known_and_no_others()
    {
        Assert.Equal(["ufw"], SeenIn("generated-ufw-0.36.2/iptables-save"));
        Assert.Equal(["Docker"], SeenIn("c0m4r-iptables-analyzer/testdata/docker.iptables-save"));
        Assert.Empty(SeenIn("batfish/networks/example/candidate/iptables/host1.iptables"));
    }

    private static IEnumerable<string> SeenIn(string path)
        => ManagerProfiles.SeenIn(Rulesets.Read(File.ReadAllText(Path.Combine(Corpus.Folder, path)))).Select(p => p.Name);

    private static IEnumerable<string> Warnings(string manager, bool runs, IptablesRule rule)
        => ManagedChange.Warnings([new ManagerFindings(Profile(manager), runs ? [$"{manager} (9)"] : [], [], null)], [rule], _ => true);

    private static ManagerProfile Profile(string name) => ManagerProfiles.All.Single(p => p.Name == name);

    private static IptablesRule Rule(string chain, string specification)
        => new() { Number = 1, Chain = chain, Table = "filter", AddressFamily = AddressFamily.IPv4, Specification = specification };
}
