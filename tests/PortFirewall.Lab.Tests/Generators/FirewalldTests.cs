using Xunit.Abstractions;

namespace PortFirewall;

/// <summary>What <c>firewalld</c> loads, as its daemon does when it starts, by each of its backends.</summary>
public sealed class FirewalldTests(ITestOutputHelper output)
{
    private static readonly AddressFamily[] Families = [AddressFamily.IPv4, AddressFamily.IPv6];

    [GeneratorFact]
    public async Task By_nftables_its_table_is_evaluated_and_a_port_that_it_closes_is_told_to_be_blocked_there()
    {
        using var host = await GeneratorHost.CreateAsync();
        await Firewalld.StartAsync(host, "nftables");
        await AskAsync(host);

        // The zone 'trusted' lets its sources through, so that something can be opened for them.
        Assert.Contains("nft inet firewalld filter_IN_public:", (await GeneratorOpening.FindPositionAsync(host, GeneratorOpening.Rule(AddressFamily.IPv4))).UncertainElsewhere, StringComparison.Ordinal);
        foreach (var (family, clients) in new[] { (AddressFamily.IPv4, "192.0.2.0/24"), (AddressFamily.IPv6, "2001:db8:c::/64") })
        {
            Assert.Equal(ProbeOutcome.Prohibited, GeneratorOpening.Connect(host, family));
            var rule = GeneratorOpening.Rule(family) with { Source = clients };
            var position = await GeneratorOpening.FindPositionAsync(host, rule);
            output.WriteLine(position.Reason);
            Assert.StartsWith("nft inet firewalld filter_IN_", position.BlockedElsewhere, StringComparison.Ordinal);
            Assert.Equal("BlockedElsewhere", (await GeneratorOpening.OpenAsync(host, rule))?.ErrorId);
        }

        await host.RunAsync("firewall-cmd --add-port=2222/tcp");
        Assert.All(Families, family => Assert.Equal(ProbeOutcome.Open, GeneratorOpening.Connect(host, family)));
        await AskAsync(host);
    }

    [GeneratorFact]
    public async Task By_iptables_a_port_is_opened_ahead_of_the_block_of_its_zone()
    {
        using var host = await GeneratorHost.CreateAsync();
        await Firewalld.StartAsync(host, "iptables");
        await AskAsync(host);

        foreach (var family in Families)
        {
            Assert.Equal(ProbeOutcome.Prohibited, GeneratorOpening.Connect(host, family));
            var position = await GeneratorOpening.FindPositionAsync(host, GeneratorOpening.Rule(family));
            output.WriteLine($"{family} {position.Chain}:{position.RuleNumber} {position.Reason} Bypassed: {string.Join(", ", position.Bypassed.Select(r => r.Place))}");
        }
        Assert.Null(await GeneratorOpening.OpenAsync(host));
        Assert.All(Families, family => Assert.Equal(ProbeOutcome.Open, GeneratorOpening.Connect(host, family)));
        await AskAsync(host);
    }

    private async Task AskAsync(GeneratorHost host)
    {
        var questions = new GeneratorQuestions();
        await questions.AskAsync(host, Firewalld.Ports, Firewalld.Sources);
        output.WriteLine($"firewalld {await host.RunAsync("firewall-cmd --version")}{questions}");
        Assert.True(questions.Disagreements.Length == 0, questions.Disagreements);
        Assert.Empty(questions.Conditions);
    }
}
