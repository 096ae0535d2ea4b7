using Xunit.Abstractions;

namespace PortFirewall;

/// <summary>The chains, sets and tables of <c>fail2ban</c>, with sources that its server has banned.</summary>
public sealed class Fail2banTests(ITestOutputHelper output)
{
    private const string Start = """
        for tool in iptables ip6tables; do
            $tool -P INPUT DROP
            $tool -A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
            $tool -A INPUT -i lo -j ACCEPT
            $tool -A INPUT -p tcp -m multiport --dports 22,80,443 -j ACCEPT
        done
        ip6tables -A INPUT -p ipv6-icmp -j ACCEPT
        rm -f /etc/fail2ban/jail.d/*
        cat > /etc/fail2ban/jail.local <<'END'
        [DEFAULT]
        backend = polling
        logpath = /var/log/lab
        filter =
        bantime = 1h
        [ports]
        enabled = true
        port = 22,2222
        banaction = iptables-multiport
        [everything]
        enabled = true
        banaction = iptables-allports[blocktype=DROP]
        [sets]
        enabled = true
        port = 80,443
        banaction = iptables-ipset-proto6
        [tables]
        enabled = true
        port = 22,2222
        banaction = nftables-multiport
        END
        touch /var/log/lab
        mkdir -p /run/fail2ban
        fail2ban-server -f --logtarget /var/log/fail2ban.log start > /var/log/fail2ban.out 2>&1 < /dev/null &
        for ((i = 0; i < 300; i++)); do fail2ban-client status tables > /var/log/status 2>&1 && break; sleep 0.1; done
        fail2ban-client set ports banip 203.0.113.9 2001:db8:7::9
        fail2ban-client set everything banip 203.0.113.10 2001:db8:7::10
        fail2ban-client set sets banip 203.0.113.11 2001:db8:7::11
        fail2ban-client set tables banip 203.0.113.12 2001:db8:7::12
        for ((i = 0; i < 300; i++)); do (( $(grep -c 'NOTICE.* Ban ' /var/log/fail2ban.log) == 8 )) && break; sleep 0.1; done
        """;

    private static readonly string[] Sources = [.. Enumerable.Range(8, 6).SelectMany(i => new[] { $"203.0.113.{i}", $"2001:db8:7::{i}" })];

    private static readonly int[] Ports = [22, 25, 80, 443, GeneratorHost.Port];

    [GeneratorFact]
    public async Task The_banned_are_a_part_of_their_own_and_stay_banned_where_a_port_is_opened()
    {
        using var host = await GeneratorHost.CreateAsync();
        await host.RunAsync(Start);
        await AskAsync(host);

        Assert.Equal(ProbeOutcome.TimedOut, GeneratorOpening.Connect(host, AddressFamily.IPv4));
        var position = await GeneratorOpening.FindPositionAsync(host, GeneratorOpening.Rule(AddressFamily.IPv4));
        output.WriteLine($"{position.Chain}:{position.RuleNumber} {position.Reason} still {string.Join(", ", position.StillBlocked.Select(r => r.Place))}");
        Assert.Equal("INPUT:policy", position.Blocker);
        Assert.Contains(position.StillBlocked, r => r.Place == "f2b-ports:1");
        Assert.Contains(position.StillBlocked, r => r.Place == "f2b-everything:1");
        Assert.Null(await GeneratorOpening.OpenAsync(host));
        await AskAsync(host);
        foreach (var family in new[] { AddressFamily.IPv4, AddressFamily.IPv6 })
        {
            Assert.Equal(ProbeOutcome.Open, GeneratorOpening.Connect(host, family));
            var path = PortPathAnalysis.Analyze(await GeneratorQuestions.ReadAsync(host, family), GeneratorOpening.Rule(family).Packets, "tcp");
            Assert.Equal(PortVerdict.Mixed, path.Verdict);
            var banned = path.Segments.Where(s => s.Verdict != PortVerdict.Accept).Select(s => $"{s.Verdict} by {s.DecidedBy} from {s.Source}").Order(StringComparer.Ordinal);
            output.WriteLine(string.Join('\n', banned));
            Assert.Equal(3, banned.Count());
        }

        await host.RunAsync("fail2ban-client set ports banip 192.0.2.2\nfor ((i = 0; i < 300; i++)); do iptables -S f2b-ports | grep -q 192.0.2.2 && break; sleep 0.1; done");
        Assert.Equal(ProbeOutcome.Prohibited, GeneratorOpening.Connect(host, AddressFamily.IPv4));
        var client = PortPathAnalysis.Analyze(await GeneratorQuestions.ReadAsync(host, AddressFamily.IPv4), (GeneratorOpening.Rule(AddressFamily.IPv4) with { Source = "192.0.2.2" }).Packets, "tcp");
        Assert.Equal((PortVerdict.Reject, "f2b-ports:1"), (client.Verdict, client.DecidedBy));
    }

    private async Task AskAsync(GeneratorHost host)
    {
        var questions = new GeneratorQuestions();
        await questions.AskAsync(host, Ports, Sources);
        output.WriteLine($"{await host.RunAsync("fail2ban-server --version | sed -n 1p")}{questions}");
        Assert.True(questions.Disagreements.Length == 0, questions.Disagreements);
        Assert.Empty(questions.Conditions);
    }
}
