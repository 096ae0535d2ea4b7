using Xunit.Abstractions;

namespace PortFirewall;

/// <summary>What the safety of a change costs: each family is read once more, to see that it took effect, whatever else is asked for.</summary>
public sealed class ReadsOfAChangeTests(ITestOutputHelper output)
{
    private const string Setup = """
        for family in iptables ip6tables; do
            xtables-nft-multi $family -P INPUT DROP
            for port in 22 25 53; do xtables-nft-multi $family -A INPUT -p tcp -m tcp --dport $port -j ACCEPT; done
        done
        mount -t overlay overlay -o lowerdir=/usr,upperdir=$(mktemp -d -p /run),workdir=$(mktemp -d -p /run) /usr
        for name in iptables-save ip6tables-save iptables-nft-save ip6tables-nft-save; do
            rm -f /usr/sbin/$name
            printf "%s\n" "#!/bin/sh" "echo \${0##*/} >>/run/reads" "exec xtables-nft-multi \$(echo \${0##*/} | sed s/-nft//) \"\$@\"" >/usr/sbin/$name
            chmod +x /usr/sbin/$name
        done
        """;

    [Fact]
    public void Each_family_is_read_before_and_after()
    {
        using var tree = new DistributionTree();
        var told = ChildEngine.Tell(
            $$"""
            sh -c '{{Setup.Replace("'", "''", StringComparison.Ordinal)}}'
            $WarningPreference = 'SilentlyContinue'
            # At first tools are asked for their version, and nobody knows when rules were changed last.
            $null = Add-IptablesPortRule 80
            function Count([string] $What, [scriptblock] $Change) {
                sh -c ': >/run/reads'
                $null = & $Change
                "${What}: $((sh -c 'sort /run/reads | uniq -c' | ForEach-Object { ($_.Trim() -split ' ')[0] }) -join ' ')"
            }
            Tell { Count 'add' { Add-IptablesPortRule 2222 } }
            Tell { Count 'add what is there' { Add-IptablesPortRule 2222 } }
            Tell { Count 'add 100' { 4001..4100 | Add-IptablesPortRule } }
            Tell { Count 'add under a timer' { Add-IptablesPortRule 2223 -RollbackAfter 60 } }
            Tell { Count 'remove' { Remove-IptablesRule 2222 } }
            Tell { $rule = Get-IptablesRule INPUT -Port 53; Count 'move' { $rule | Move-IptablesRule -Position 1 } }
            $null = Undo-IptablesChange
            """, DistributionTree.OwnNetwork, tree.Setup);
        output.WriteLine($"Reads of IPv6 and IPv4 for each change:\n{told}");
        var reads = told.Split('\n').Select(line => line.Split(": ")).ToDictionary(line => line[0], line => line[1].Split(' ').Select(int.Parse).ToArray(), StringComparer.Ordinal);
        Assert.Equal([2, 2], reads["move"]);
        // By its text, which needs no reading ahead.
        Assert.Equal([1, 1], reads["remove"]);
        Assert.All(reads.Where(r => r.Key.StartsWith("add", StringComparison.Ordinal)), add =>
        {
            Assert.Equal(2, add.Value.Length);
            // One that was begun early does not count where the machine was too busy for it.
            Assert.All(add.Value, count => Assert.InRange(count, 1, 3));
        });
    }
}
