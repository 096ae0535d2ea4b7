namespace PortFirewall;

/// <summary>Proves a rule of a lab's server while a test does something, and holds that nothing is left of it.</summary>
internal sealed class Proving(TestLab lab, AddressFamily family)
{
    private FirewallScope Scope => new(lab.Server, lab.Lab.Backend);

    /// <summary>A rule of the server's INPUT, put in by hand.</summary>
    public IptablesRule Rule(params string[] words) => RuleAt(3, words);

    /// <summary>The same at another place.</summary>
    public IptablesRule RuleAt(int number, params string[] words)
    {
        lab.InServer([lab.Iptables(family), "-I", "INPUT", $"{number}", .. words]);
        return Read().RequireChain("filter", "INPUT").Rules[number - 1];
    }

    /// <summary>Proves a rule by probes.</summary>
    public PortProof Prove(IptablesRule rule, Func<IEnumerable<PortProbe>> probe, bool counterOnly = false) => ProveAsync(rule, probe, counterOnly).GetAwaiter().GetResult();

    /// <summary>Proves a rule by one probe of the lab's server.</summary>
    public PortProof Prove(IptablesRule rule, int port, double seconds = 2, bool counterOnly = false) => Prove(rule, () => [Probe(port, seconds)], counterOnly);

    /// <summary>One probe of the lab's server.</summary>
    public PortProbe Probe(int port, double seconds = 2) => Probing.One(lab.Client, lab.ServerAddress(family).ToString(), port, seconds);

    /// <summary>The server's rules.</summary>
    public IptablesRuleset Read() => RulesetSource.ReadAsync(Scope, family, CancellationToken.None).GetAwaiter().GetResult();

    private async Task<PortProof> ProveAsync(IptablesRule rule, Func<IEnumerable<PortProbe>> probe, bool counterOnly)
    {
        PortProof proof;
        await using (var proving = await RuleProof.PrepareAsync([rule], counterOnly, CancellationToken.None))
        {
            Assert.Empty(proving.Errors);
            await proving.BeginAsync(CancellationToken.None);
            var probes = probe().ToList();
            await proving.EndAsync();
            proof = await proving.Judgements(probes).Single()(CancellationToken.None);
        }
        Assert.DoesNotContain(Read().Rules, r => TemporaryMark.Of(r) is not null);
        return proof;
    }
}
