using System.Diagnostics;

namespace PortFirewall;

/// <summary>Rules that stand for a moment go again, those of a killed process too, and nobody else's rule goes with them.</summary>
public sealed class TemporaryRulesTests
{
    public static TheoryData<IptablesBackend> Backends => new(IptablesBackend.Nft, IptablesBackend.Legacy);

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task They_are_in_every_family_for_as_long_as_they_are_needed(IptablesBackend backend)
    {
        using var lab = TestLab.Create(backend);
        var before = Rules(lab);
        await using (var rules = new TemporaryRules(new FirewallScope(lab.Server, backend), "test"))
        {
            await rules.InsertAsync([.. Logging(rules, AddressFamily.IPv4), .. Logging(rules, AddressFamily.IPv4), .. Logging(rules, AddressFamily.IPv6)], CancellationToken.None);
            // Somebody else's rule ahead of them moves them on.
            lab.InServer(lab.Iptables(AddressFamily.IPv4), "-I", "INPUT", "1", "-s", "203.0.113.9", "-j", "DROP");
            Assert.Equal([2, 3], Marked(lab, backend, AddressFamily.IPv4));
            Assert.Equal([1], Marked(lab, backend, AddressFamily.IPv6));
            lab.InServer(lab.Iptables(AddressFamily.IPv4), "-D", "INPUT", "1");
        }
        Assert.Equal(before, Rules(lab));
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task What_somebody_took_out_already_is_no_error(IptablesBackend backend)
    {
        using var lab = TestLab.Create(backend);
        await using var rules = new TemporaryRules(new FirewallScope(lab.Server, backend), "test");
        await rules.InsertAsync([.. Logging(rules, AddressFamily.IPv4), .. Logging(rules, AddressFamily.IPv6)], CancellationToken.None);
        lab.InServer(lab.Iptables(AddressFamily.IPv4), "-F", "INPUT");
        await rules.RemoveAsync();
        Assert.Empty(Marked(lab, backend, AddressFamily.IPv6));
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task Those_of_a_process_that_is_gone_are_taken_out_and_those_of_one_that_lives_stay(IptablesBackend backend)
    {
        using var lab = TestLab.Create(backend);
        using var other = Process.Start("sleep", "60");
        var start = long.Parse(File.ReadAllText($"/proc/{other.Id}/stat").Split(' ')[21], System.Globalization.CultureInfo.InvariantCulture);
        var before = Rules(lab);
        Add(lab, AddressFamily.IPv4, new TemporaryMark("test", other.Id, start, 1));
        Add(lab, AddressFamily.IPv6, new TemporaryMark("test", other.Id, start, 2));
        Assert.False(await RemoveAbandonedAsync(lab, backend));
        Assert.NotEqual(before, Rules(lab));
        // Another process has the number by now.
        Add(lab, AddressFamily.IPv4, new TemporaryMark("test", other.Id, start - 1, 3));
        Assert.True(await RemoveAbandonedAsync(lab, backend));
        Assert.Equal([1], Marked(lab, backend, AddressFamily.IPv4));
        other.Kill();
        await other.WaitForExitAsync();
        Assert.True(await RemoveAbandonedAsync(lab, backend));
        Assert.Equal(before, Rules(lab));
    }

    private static async Task<bool> RemoveAbandonedAsync(TestLab lab, IptablesBackend backend)
    {
        var scope = new FirewallScope(lab.Server, backend);
        return await TemporaryRules.RemoveAbandonedAsync(scope, await RulesetSource.ReadAsync(scope, [AddressFamily.IPv4, AddressFamily.IPv6], CancellationToken.None));
    }

    private static IEnumerable<(AddressFamily, RuleEdit)> Logging(TemporaryRules rules, AddressFamily family)
        => [(family, RuleEdit.Insert("filter", "INPUT", 1, $"-p tcp -m comment --comment \"{rules.NextMark().Comment}\" -m tcp --dport 22 -j NFLOG --nflog-group 40000"))];

    private static void Add(TestLab lab, AddressFamily family, TemporaryMark mark)
        => lab.InServer(lab.Iptables(family), "-I", "INPUT", "1", "-m", "comment", "--comment", mark.Comment, "-j", "NFLOG", "--nflog-group", "40000");

    private static string Rules(TestLab lab)
        => string.Concat(Enum.GetValues<AddressFamily>().Select(f => lab.InServer(lab.Iptables(f), "-S")));

    private static List<int> Marked(TestLab lab, IptablesBackend backend, AddressFamily family)
        => [.. RulesetSource.ReadAsync(new FirewallScope(lab.Server, backend), family, CancellationToken.None).GetAwaiter().GetResult()
            .RequireChain("filter", "INPUT").Rules.Where(r => TemporaryMark.Of(r) is not null).Select(r => r.Number)];
}
