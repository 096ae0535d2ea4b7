using Xunit.Abstractions;

namespace PortFirewall;

/// <summary>
/// Every fault around PortFirewall ends with a named error, with what to do, within a bounded time; the files and the rules are as before. Other faults have
/// tests of their own: a missing tool (<see cref="ToolsMissingTests"/>), one family that fails (<see cref="FamilyTogetherTests"/>), no privilege
/// (<see cref="WithoutPrivilegeTests"/>).
/// </summary>
public sealed class FaultTests(ITestOutputHelper output)
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("PORTFIREWALL_LONG") == "1";

    private const string Beginning = """
        sh -c 'iptables -P INPUT DROP; iptables -A INPUT -p tcp -m tcp --dport 22 -j ACCEPT; iptables -A INPUT -p tcp -m tcp --dport 8080 -j ACCEPT; ip6tables -P INPUT DROP'
        $null = Save-IptablesRuleset -Force -WarningAction SilentlyContinue
        function State { sh -c 'cat /etc/iptables/* 2>/dev/null | grep -av "^#"; ls -A /etc/iptables 2>/dev/null; for f in iptables ip6tables; do xtables-nft-multi $f-save | grep -v "^#"; done; xtables-legacy-multi iptables-save' }
        function Meet([string] $What, [string] $Break, [scriptblock] $Do) {
            sh -c 'for d in etc usr; do mount -t overlay overlay -o lowerdir=/$d,upperdir=$(mktemp -d -p /run),workdir=$(mktemp -d -p /run) /$d; done'
            sh -c $Break
            $before = "$(State)"
            $told = $null
            try { $out = & $Do 2>&1 | ForEach-Object { if ($_ -is [System.Management.Automation.ErrorRecord]) { $told = $_ } else { $_ } } } catch { $told = $_ }
            $after = "$(State)"
            if ($told) { "${What}: $($told.FullyQualifiedErrorId.Split(',')[0]), $(if ($after -ne $before) { 'CHANGED' } elseif (-not $told.ErrorDetails.RecommendedAction) { 'NOTHING RECOMMENDED' } else { 'all as before' })" }
            else { "${What}: $(if (sh -c 'grep -c 8080 /etc/iptables/rules.v4' | ForEach-Object { $_ -eq '1' }) { 'saved, whole' } else { 'LOST' })" }
            sh -c 'umount -l /usr /etc'
        }

        """;

    [Fact]
    public void Each_ends_with_a_named_error_and_leaves_all_as_it_was()
    {
        using var tree = new DistributionTree();
        IReadOnlyList<Fault> faults = IsLong ? [.. Fault.Quick, .. Fault.Slow] : Fault.Quick;
        var told = ChildEngine.Tell(Beginning + string.Join('\n', faults.Select(f => f.Script)), DistributionTree.OwnNetwork, tree.Setup);
        output.WriteLine($"{faults.Count} faults:\n{told}");
        Assert.Equal(faults.Select(f => f.Expected), told.Split('\n'));
    }
}
