using Xunit.Abstractions;

namespace PortFirewall;

/// <summary>What <c>ferm</c> loads, which Debian's takes <c>iptables-legacy</c> for.</summary>
public sealed class FermTests(ITestOutputHelper output)
{
    private const string Start = """
        mkdir -p /etc/ferm
        cat > /etc/ferm/ferm.conf <<'END'
        @def $TRUSTED = (10.0.0.0/24 192.168.7.0/24);
        domain (ip ip6) table filter {
            chain INPUT {
                policy DROP;
                mod state state INVALID DROP;
                mod state state (ESTABLISHED RELATED) ACCEPT;
                interface lo ACCEPT;
                proto (icmp ipv6-icmp) ACCEPT;
                proto tcp dport (ssh http https) ACCEPT;
                interface eth1 proto (tcp udp) dport domain ACCEPT;
                proto tcp dport 113 REJECT reject-with tcp-reset;
                proto udp dport 6000:6010 ACCEPT;
            }
            chain OUTPUT policy ACCEPT;
            chain FORWARD policy DROP;
        }
        domain ip table filter chain INPUT {
            saddr $TRUSTED @subchain "trusted" {
                proto tcp dport 3306 ACCEPT;
                proto tcp dport 25 DROP;
            }
            saddr 203.0.113.0/24 DROP;
        }
        domain ip table nat chain PREROUTING proto tcp dport 8080 REDIRECT to-ports 80;
        END
        ferm /etc/ferm/ferm.conf
        """;

    private static readonly string[] Sources = ["203.0.113.9", "192.168.7.9", "8.8.8.8", "10.0.0.9", "2001:db8:7::9", "fd00::9"];

    private static readonly int[] Ports = [22, 25, 53, 80, 113, 443, 3306, 6000, 6010, 6011, 8080, GeneratorHost.Port];

    [GeneratorFact]
    public async Task Verdicts_are_what_the_kernel_does_and_a_closed_port_is_opened()
    {
        using var host = await GeneratorHost.CreateAsync(IptablesBackend.Legacy);
        await host.RunAsync(Start);
        await AskAsync(host);
        Assert.All(Enum.GetValues<AddressFamily>(), family => Assert.Equal(ProbeOutcome.TimedOut, GeneratorOpening.Connect(host, family)));
        Assert.Null(await GeneratorOpening.OpenAsync(host));
        Assert.All(Enum.GetValues<AddressFamily>(), family => Assert.Equal(ProbeOutcome.Open, GeneratorOpening.Connect(host, family)));
        await AskAsync(host);
    }

    private async Task AskAsync(GeneratorHost host)
    {
        var questions = new GeneratorQuestions();
        await questions.AskAsync(host, Ports, Sources);
        output.WriteLine($"{await host.RunAsync("ferm --version | sed -n 1p")}{questions}");
        Assert.True(questions.Disagreements.Length == 0, questions.Disagreements);
        Assert.Empty(questions.Conditions);
    }
}
