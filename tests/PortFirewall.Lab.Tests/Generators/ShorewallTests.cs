using Xunit.Abstractions;

namespace PortFirewall;

/// <summary>What <c>shorewall</c> loads: a chain for each pair of zones.</summary>
public sealed class ShorewallTests(ITestOutputHelper output)
{
    private const string Start = """
        cd /etc/shorewall
        cp /usr/share/shorewall/configfiles/shorewall.conf .
        printf '%s\n' 'fw firewall' 'net ipv4' 'loc ipv4' > zones
        printf '%s\n' '?FORMAT 2' 'net eth0 tcpflags,nosmurfs,routefilter=0' 'net lan0' 'loc eth1' > interfaces
        printf '%s\n' '$FW all ACCEPT' 'net all DROP info' 'loc $FW REJECT info' 'all all REJECT info' > policy
        cat > rules <<'END'
        ?SECTION NEW
        DROP net:203.0.113.0/24 $FW tcp 80
        SSH(ACCEPT) net $FW
        Ping(ACCEPT) all $FW
        ACCEPT net $FW tcp 80,443
        ACCEPT loc $FW tcp 3306
        DNS(ACCEPT) loc $FW
        ACCEPT net $FW udp 6000:6010
        REJECT net $FW tcp 113
        REDIRECT net 80 tcp 8080
        END
        shorewall start
        """;

    private static readonly string[] Sources = ["203.0.113.9", "192.168.7.9", "8.8.8.8", "10.0.0.9"];

    private static readonly int[] Ports = [22, 25, 53, 80, 113, 443, 3306, 6000, 6010, 6011, 8080, GeneratorHost.Port];

    [GeneratorFact]
    public async Task Verdicts_are_what_the_kernel_does_and_a_closed_port_is_opened_for_its_zones()
    {
        using var host = await GeneratorHost.CreateAsync();
        await host.RunAsync(Start);
        await AskAsync(host);
        Assert.Equal(ProbeOutcome.TimedOut, GeneratorOpening.Connect(host, AddressFamily.IPv4));
        var position = await GeneratorOpening.FindPositionAsync(host, GeneratorOpening.Rule(AddressFamily.IPv4));
        output.WriteLine($"{position.Chain}:{position.RuleNumber} {position.Reason} Bypassed: {string.Join(", ", position.Bypassed.Select(r => r.Place))}");
        Assert.Null(await GeneratorOpening.OpenAsync(host));
        Assert.Equal(ProbeOutcome.Open, GeneratorOpening.Connect(host, AddressFamily.IPv4));
        await AskAsync(host);
    }

    private async Task AskAsync(GeneratorHost host)
    {
        var questions = new GeneratorQuestions();
        await questions.AskAsync(host, Ports, Sources);
        output.WriteLine($"shorewall {await host.RunAsync("shorewall version")}{questions}");
        Assert.True(questions.Disagreements.Length == 0, questions.Disagreements);
        Assert.Empty(questions.Conditions);
    }
}
