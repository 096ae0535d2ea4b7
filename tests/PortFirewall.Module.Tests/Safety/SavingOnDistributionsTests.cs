namespace PortFirewall;

/// <summary>
/// What is saved is what the next boot loads, on each distribution: its files are laid over the machine's own for one process, and what its service
/// does at boot is done in a namespace that has no rule yet.
/// </summary>
public sealed class SavingOnDistributionsTests : IDisposable
{
    private const string Rules = """
        sh -c 'iptables -P INPUT DROP; iptables -A INPUT -i lo -j ACCEPT; iptables -A INPUT -p tcp -m tcp --dport 2222 -j ACCEPT; ip6tables -P INPUT DROP; ip6tables -A INPUT -i lo -j ACCEPT'
        function Save { Save-IptablesRuleset -Force @args | ForEach-Object { "$($_.Provider) $($_.AddressFamily) $($_.Path) verified $($_.Verified) tested $($_.LoadTested) boot $($_.EnabledAtBoot)" } }
        function SaveUnderTimer {
            $null = Add-IptablesPortRule 3333 -RollbackAfter 300 -WarningAction SilentlyContinue
            foreach ($families in @('IPv4'), @('IPv4', 'IPv6')) { "$families confirms $((Save-IptablesRuleset -Force -AddressFamily $families -WarningAction SilentlyContinue)[0].Confirmed.Count): $((Get-IptablesRollback).State)" }
        }
        function Boot([string] $Loader) { $there = "$(unshare --net sh -c "( $Loader ) >/dev/null 2>&1; iptables -S; ip6tables -S")"; if ($there -eq "$(sh -c 'iptables -S; ip6tables -S')") { 'as before' } else { $there } }
        """;

    /// <summary>Debian's own service out of the way.</summary>
    private const string NoDebian = "chmod -x /usr/share/netfilter-persistent/plugins.d/15-ip4tables";

    private readonly DistributionTree _tree = new();

    [Fact]
    public void Debian_loads_what_was_saved_by_its_own_plugins()
        => Assert.Equal(
            """
            netfilter-persistent IPv4 /etc/iptables/rules.v4 verified True tested True boot True
            netfilter-persistent IPv6 /etc/iptables/rules.v6 verified True tested True boot True
            as before
            netfilter-persistent IPv4 /etc/iptables/rules.v4 verified True tested True boot False
            netfilter-persistent IPv6 /etc/iptables/rules.v6 verified True tested True boot False
            Nothing loads the saved rules at boot, as netfilter-persistent is not enabled for IPv4: systemctl enable netfilter-persistent.
            Nothing loads the saved rules at boot, as netfilter-persistent is not enabled for IPv6: systemctl enable netfilter-persistent.
            ! SavingSwitchedOff InvalidOperation /etc/default/netfilter-persistent
            """,
            Run("""
                sh -c 'mkdir -p /etc/systemd/system/multi-user.target.wants /lib/systemd; touch /lib/systemd/systemd; ln -sf /lib/systemd/system/netfilter-persistent.service /etc/systemd/system/multi-user.target.wants/'
                Tell { Save }
                Boot 'netfilter-persistent start'
                rm /etc/systemd/system/multi-user.target.wants/netfilter-persistent.service
                Tell { Save 3>&1 }
                sh -c 'echo IP6TABLES_SKIP_SAVE=yes >> /etc/default/netfilter-persistent'
                Tell { Save }
                """));

    [Fact]
    public void RHEL_loads_what_was_saved()
        => Assert.Equal(
            """
            iptables-services IPv4 /etc/sysconfig/iptables verified True tested True boot True
            iptables-services IPv6 /etc/sysconfig/ip6tables verified True tested True boot True
            as before
            *filter
            :INPUT DROP [0:0]
            [0:0] -A INPUT -i lo -j ACCEPT
            """,
            Run(NoDebian + """

                sh -c 'mkdir -p /usr/libexec/iptables /etc/sysconfig /etc/systemd/system/basic.target.wants /usr/lib/systemd/system; for t in iptables ip6tables; do touch /usr/libexec/iptables/$t.init /usr/lib/systemd/system/$t.service; ln -s /usr/lib/systemd/system/$t.service /etc/systemd/system/basic.target.wants/; done; echo IPTABLES_SAVE_COUNTER=\"yes\" > /etc/sysconfig/iptables-config'
                Tell { Save }
                Boot 'iptables-restore -c /etc/sysconfig/iptables && ip6tables-restore /etc/sysconfig/ip6tables'
                grep -E '^[*]|INPUT DROP|lo -j' /etc/sysconfig/iptables
                """));

    [Fact]
    public void Rules_that_no_boot_would_load_as_they_are_are_not_saved()
        => Assert.Equal(
            """
            ! BackendNotSaved InvalidOperation
            ! BackendNotSaved InvalidOperation
            """,
            Run(NoDebian + """

                $other = if ("$(iptables --version)" -match 'nf_tables') { 'Legacy' } else { 'Nft' }
                sh -c 'rm -f /etc/systemd/system/iptables.service; mkdir -p /usr/libexec/iptables /etc/sysconfig /etc/iptables /usr/lib/systemd/system; touch /usr/libexec/iptables/iptables.init; printf "[Service]\nExecStart=/usr/bin/iptables-restore /etc/iptables/iptables.rules\n" > /usr/lib/systemd/system/iptables.service'
                foreach ($provider in 'iptables-services', 'systemd') { (Tell { Save -Provider $provider -Backend $other -AddressFamily IPv4 }) -replace " $other$" }
                """));

    [Fact]
    public void Alpine_and_Gentoo_load_what_was_saved_where_their_settings_say()
        => Assert.Equal(
            """
            openrc IPv4 /etc/iptables/rules-save verified True tested True boot True
            openrc IPv6 /etc/iptables/rules6-save verified True tested True boot False
            Nothing loads the saved rules at boot, as openrc is not enabled for IPv6: rc-update add ip6tables.
            as before
            openrc IPv4 /var/lib/iptables/rules-save verified True tested True boot True
            openrc IPv6 /var/lib/ip6tables/rules-save verified True tested True boot True
            as before
            IPv4 confirms 0: Pending
            IPv4 IPv6 confirms 1: Confirmed
            """,
            Run(NoDebian + """

                sh -c 'mkdir -p /etc/init.d /etc/conf.d /etc/iptables /etc/runlevels/default; for t in iptables ip6tables; do touch /etc/init.d/$t; done; ln -s /etc/init.d/iptables /etc/runlevels/default/iptables
                printf "IPTABLES_SAVE=\"/etc/iptables/rules-save\"\nSAVE_RESTORE_OPTIONS=\"-c\"\nSAVE_ON_STOP=\"yes\"\n" > /etc/conf.d/iptables; printf "IP6TABLES_SAVE=\"/etc/iptables/rules6-save\"\nSAVE_RESTORE_OPTIONS=\"-c\"\n" > /etc/conf.d/ip6tables'
                Tell { Save 3>&1 }
                Boot 'iptables-restore -c < /etc/iptables/rules-save && ip6tables-restore -c < /etc/iptables/rules6-save'
                sh -c 'mkdir -p /var/lib/iptables /var/lib/ip6tables; ln -s /etc/init.d/ip6tables /etc/runlevels/default/ip6tables; for t in iptables ip6tables; do sed -i s,/etc/iptables/rules6*-save,/var/lib/$t/rules-save, /etc/conf.d/$t; done'
                Tell { Save }
                Boot 'iptables-restore --wait 60 -c < /var/lib/iptables/rules-save && ip6tables-restore --wait 60 -c < /var/lib/ip6tables/rules-save'
                Tell { SaveUnderTimer }
                """));

    [Fact]
    public void Arch_loads_what_was_saved_from_the_file_that_its_unit_names()
        => Assert.Equal(
            """
            systemd IPv4 /etc/iptables/iptables.rules verified True tested True boot True
            systemd IPv6 /etc/iptables/ip6tables.rules verified True tested True boot True
            as before
            IPv4 confirms 0: Pending
            IPv4 IPv6 confirms 1: Confirmed
            systemd IPv4 /etc/iptables/mine.rules verified True tested True boot True
            systemd IPv6 /etc/iptables/ip6tables.rules verified True tested True boot True
            [0:0] -A INPUT -i lo -j ACCEPT
            ! PersistenceProviderAmbiguous InvalidOperation netfilter-persistent, systemd
            netfilter-persistent
            ! PersistenceProviderNotFound NotInstalled openrc
            Name one that is here with -Provider: netfilter-persistent, systemd.
            netfilter-persistent systemd
            """,
            Run(NoDebian + """

                sh -c 'rm -f /etc/systemd/system/iptables.service /etc/systemd/system/ip6tables.service; mkdir -p /etc/iptables /usr/lib/systemd/system /etc/systemd/system/multi-user.target.wants; for t in iptables ip6tables; do printf "[Service]\nExecStart=/usr/bin/$t-restore /etc/iptables/$t.rules\n" > /usr/lib/systemd/system/$t.service; ln -s /usr/lib/systemd/system/$t.service /etc/systemd/system/multi-user.target.wants/; done'
                Tell { Save }
                Boot 'iptables-restore /etc/iptables/iptables.rules && ip6tables-restore /etc/iptables/ip6tables.rules'
                Tell { SaveUnderTimer }
                sh -c 'mkdir -p /etc/systemd/system/iptables.service.d; printf "[Service]\nExecStart=\nExecStart=/usr/bin/iptables-restore -c /etc/iptables/mine.rules\n" > /etc/systemd/system/iptables.service.d/override.conf'
                Tell { Save }
                grep 'lo -j' /etc/iptables/mine.rules
                sh -c 'chmod +x /usr/share/netfilter-persistent/plugins.d/15-ip4tables; mkdir -p /lib/systemd; touch /lib/systemd/systemd; ln -sf /lib/systemd/system/netfilter-persistent.service /etc/systemd/system/multi-user.target.wants/'
                Tell { Save }
                Tell { (Save-IptablesRuleset -Force -Provider Netfilter-Persistent 3>$null)[0].Provider }
                Tell { Save -Provider openrc }
                Save-IptablesRuleset -Force -Provider openrc 2>&1 | ForEach-Object { $_.ErrorDetails.RecommendedAction }
                "$((Get-FirewallEnvironment).PersistenceEnabled)"
                """));

    [Fact]
    public void What_others_keep_is_told_and_left_out_on_request_and_sets_that_boot_lacks_are_named()
        => Assert.Equal(
            """
            False friends fail2ban 3 False
            At boot, /etc/iptables/rules.v4 can't be loaded: nothing restores the set friends before it, and iptables-restore loads all of a table or nothing. Have 'ipset save' kept too (on Debian and Ubuntu: apt-get install ipset-persistent).
            /etc/iptables/rules.v4 also holds 3 rules that fail2ban, which does not run here, has left behind: nobody makes them anew or takes them away (filter f2b-sshd); -ExcludeManaged leaves them out.
            True  fail2ban 3 True
            3 rules of fail2ban were left out of /etc/iptables/rules.v4; fail2ban does not run here, so nobody makes them any more.
            3
            """,
            Run("""
                sh -c 'ipset create friends hash:net; ipset add friends 192.0.2.0/24; iptables -A INPUT -m set --match-set friends src -j ACCEPT; iptables -N f2b-sshd; iptables -A INPUT -p tcp -m multiport --dports 22 -j f2b-sshd; iptables -A f2b-sshd -s 203.0.113.9/32 -j DROP; iptables -A f2b-sshd -j RETURN'
                function Keep { Save-IptablesRuleset -Force @args 3>&1 | ForEach-Object { if ($_.Managed) { "$($_.Verified) $($_.MissingSets) $($_.Managed[0].Manager) $($_.Managed[0].RuleCount) $($_.Managed[0].LeftOut)" } elseif ("$_" -match 'v4') { "$_" } } }
                Tell { Keep }
                sh -c 'printf "#!/bin/sh\n. /etc/default/netfilter-persistent\nipset restore -exist < /etc/iptables/ipsets\n" > /usr/share/netfilter-persistent/plugins.d/10-ipset; chmod +x /usr/share/netfilter-persistent/plugins.d/10-ipset'
                Tell { Keep -ExcludeManaged }
                unshare --net sh -c 'netfilter-persistent start >&2; iptables -S INPUT | grep -c ^-A' 2>$null
                """));

    public void Dispose() => _tree.Dispose();

    private string Run(string script) => ChildEngine.Tell(Rules + "\n" + script, DistributionTree.OwnNetwork, _tree.Setup);
}
