namespace PortFirewall.Core.Tests.Errors;

/// <summary>Errors about rule sets, chains and places, about keeping and restoring them, and about timers, as somebody would meet them.</summary>
internal static class RulesetErrorSamples
{
    private const string Docker = "nat DOCKER:3 (DNAT)";

    public static IReadOnlyList<FirewallException> All => [.. Places, .. Checkpoints, .. Rollbacks];

    private static IReadOnlyList<FirewallException> Places =>
    [
        RulesetErrors.ChainNotFound("input", "filter", AddressFamily.IPv4, null),
        RulesetErrors.ChainNotCalled("INPUT", "table filter is dormant (nft add table, flags dormant)", AddressFamily.IPv4),
        RulesetErrors.TableNotFound("Filter"),
        RulesetErrors.RuleNotFound("-p tcp -m tcp --dport 2222 -j ACCEPT", "INPUT", "IPv4 or IPv6", null),
        RulesetErrors.RuleInOtherBackend("-p tcp -m tcp --dport 2222 -j ACCEPT", [SampleObjects.Allow], IptablesBackend.Legacy),
        RulesetErrors.RuleBehindBlock(SampleObjects.Allow, "INPUT:3"),
        RulesetErrors.PositionBehindBlock(5, "INPUT", "INPUT:3", 3),
        RulesetErrors.BlockedElsewhere("tcp 2222", "nft inet filter input:4", AddressFamily.IPv4),
        RulesetErrors.BlockedElsewhere("tcp 2222", "nft inet firewalld filter_INPUT:8", AddressFamily.IPv4),
        RulesetErrors.PortTranslated(
            "tcp 8080", "INPUT", Docker, "FORWARD:2 accepts them", "No rule in INPUT concerns packets that are sent to another host: look at FORWARD and DOCKER-USER, which they meet as 172.17.0.2 port 80; Test-PortPath shows their way"),
        RulesetErrors.RuleNotEffective("-p tcp -m tcp --dport 2222 -j ACCEPT", "INPUT:3", "ufw-user-input:2 decides them (Drop)"),
        RulesetErrors.PositionNotComputable(SampleObjects.Rule(2, "-p icmp -j ACCEPT"), null),
        RulesetErrors.PositionNotComputable(SampleObjects.Allow, "ufw-user-input"),
        RulesetErrors.ChangeNotUndone(AddressFamily.IPv4, "'iptables-restore --noflush' ended with status 4: Another app is currently holding the xtables lock."),
        RulesetErrors.TemporaryRuleLeft("'iptables-restore --noflush' ended with status 4: Another app is currently holding the xtables lock."),
        RulesetErrors.RulesetChanged("INPUT", AddressFamily.IPv4),
        RulesetErrors.UnreadableRuleset(4, 19, "a quote is not closed"),
        RulesetErrors.RulesetNotRead("/etc/iptables/rules.v4", "Could not find file '/etc/iptables/rules.v4'."),
        RulesetErrors.FamilyNotInRuleset(AddressFamily.IPv6),
        RulesetErrors.FamilyGivenTwice(AddressFamily.IPv4),
        RulesetErrors.NothingToCompare(),
    ];

    private static IReadOnlyList<FirewallException> Checkpoints
    {
        get
        {
            var sets = new IpsetHeader { Name = "banned", Type = "hash:ip", Options = "family inet hashsize 1024 maxelem 65536" };
            var six = new IpsetHeader { Name = "banned", Type = "hash:ip", Options = "family inet6 hashsize 1024 maxelem 65536" };
            var rule = new SetReference(SampleObjects.Rule(2, "-m set --match-set banned src -j DROP"), "banned");
            return
            [
                CheckpointErrors.SetNotFound(rule, null),
                CheckpointErrors.SetNotFound(rule, sets),
                CheckpointErrors.SetFamilyMismatch(rule, six),
                CheckpointErrors.TableNotInRuleset("nat", AddressFamily.IPv4),
                CheckpointErrors.RuleNotRestorable(SampleObjects.Rule(4, "-m comment --comment \"two\nlines\" -j ACCEPT")),
                CheckpointErrors.RulesetNotAccepted(AddressFamily.IPv4, "iptables-restore", "unknown option \"--algo\"", "-A INPUT -p tcp --algo bm -j DROP"),
                CheckpointErrors.RulesetNotRestored(AddressFamily.IPv4, "IPv4: the policy of filter INPUT was changed from Drop to Accept."),
                CheckpointErrors.RestoreNotTimed(AddressFamily.IPv4, "this user may not make a network namespace."),
                CheckpointErrors.FamilyNotTold("/root/rules"),
                CheckpointErrors.FolderNotPrivate("/var/lib/portfirewall/checkpoints"),
            ];
        }
    }

    private static IReadOnlyList<FirewallException> Rollbacks =>
    [
        RollbackErrors.RollbackNotFound("c0ffee12"),
        RollbackErrors.NoRollbackPending("confirmed", null, null),
        RollbackErrors.RollbackNotArmed("mkdir: cannot create directory '/run/portfirewall': No space left on device"),
        RollbackErrors.ChangeRolledBack(SampleObjects.Rollback(IptablesRollbackState.RolledBack)),
        RollbackErrors.ChangeConfirmed(SampleObjects.Rollback(IptablesRollbackState.Confirmed)),
        RollbackErrors.RollbackFailed(SampleObjects.Rollback(IptablesRollbackState.Failed, "The network namespace 'shop-server' is gone.")),
        RollbackErrors.RollbackNotSettled(SampleObjects.Rollback(IptablesRollbackState.Running)),
        RollbackErrors.RollbackNotWritten(SampleObjects.Rollback(IptablesRollbackState.Pending)),
        RollbackErrors.RollbackOutOfReach(SampleObjects.Rollback(IptablesRollbackState.Pending)),
        RollbackErrors.SavedChangeRolledBack(SampleObjects.Rollback(IptablesRollbackState.RolledBack)),
    ];
}
