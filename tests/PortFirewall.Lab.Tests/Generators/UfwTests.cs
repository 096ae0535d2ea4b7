using Xunit.Abstractions;

namespace PortFirewall;

/// <summary>What <c>ufw</c> loads when it is enabled.</summary>
public sealed class UfwTests(ITestOutputHelper output)
{
    private const string Enable = """
        # As the package's installation does.
        cp /usr/share/ufw/iptables/*.rules /usr/share/ufw/*.init /usr/share/ufw/ufw.conf /etc/ufw
        ufw --force enable
        ufw allow 22/tcp
        ufw limit 23/tcp
        ufw deny from 203.0.113.0/24
        ufw deny from 2001:db8:7::/48 to any port 80
        ufw allow 80,443/tcp
        ufw reject 113/tcp
        ufw allow in on eth1 to any port 53
        ufw allow from 10.0.0.0/24 to any port 3306 proto tcp
        ufw allow 6000:6010/udp
        ufw status verbose
        """;

    private static readonly int[] Ports = [22, 23, 53, 67, 68, 80, 113, 137, 443, 3306, 5353, 6000, 6010, 6011, GeneratorHost.Port];

    private static readonly string[] Sources = ["203.0.113.9", "192.168.0.9", "8.8.8.8", "10.0.0.9", "2001:db8:7::9", "2001:db8:9::9", "fd00::9"];

    [GeneratorFact]
    public async Task Verdicts_are_what_the_kernel_does()
    {
        using var host = await GeneratorHost.CreateAsync();
        await host.RunAsync(Enable);
        var questions = new GeneratorQuestions();
        await questions.AskAsync(host, Ports, Sources);
        output.WriteLine($"{await host.RunAsync("ufw --version | sed -n 1p")}{questions}");
        Assert.True(questions.Disagreements.Length == 0, questions.Disagreements);
        // Only ufw's own limit is left, which hangs on the connections before.
        Assert.All(questions.Conditions, c => Assert.StartsWith("recent ", c, StringComparison.Ordinal));
    }

    [GeneratorFact]
    public async Task A_port_that_ufw_closes_is_opened_behind_its_chains()
    {
        using var host = await GeneratorHost.CreateAsync();
        await host.RunAsync(Enable);
        foreach (var family in Enum.GetValues<AddressFamily>())
        {
            Assert.Equal(ProbeOutcome.TimedOut, GeneratorOpening.Connect(host, family));
            var position = await GeneratorOpening.FindPositionAsync(host, GeneratorOpening.Rule(family));
            output.WriteLine($"{position.Chain}:{position.RuleNumber} {position.Reason} still {string.Join(", ", position.StillBlocked.Select(r => r.Place))}");
            Assert.Equal(("INPUT", 7, "INPUT:policy"), (position.Chain, position.RuleNumber, position.Blocker));
        }
        Assert.Null(await GeneratorOpening.OpenAsync(host));
        Assert.All(Enum.GetValues<AddressFamily>(), family => Assert.Equal(ProbeOutcome.Open, GeneratorOpening.Connect(host, family)));
        var questions = new GeneratorQuestions();
        await questions.AskAsync(host, [GeneratorHost.Port], Sources);
        Assert.True(questions.Disagreements.Length == 0, questions.Disagreements);
        Assert.Equal((14, 6, 0), (questions.Asked, questions.Arrived, questions.Unknown));
    }
}
