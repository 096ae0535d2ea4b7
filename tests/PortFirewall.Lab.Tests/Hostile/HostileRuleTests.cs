using System.Diagnostics;
using Xunit.Abstractions;

namespace PortFirewall;

/// <summary>No text makes a rule other than the one that it asks for: it is refused by name, or the kernel holds that very rule and nothing else.</summary>
public sealed class HostileRuleTests(ITestOutputHelper output)
{
    private const int Batch = 400;

    private static readonly Dictionary<string, string[]> Proper = new(StringComparer.Ordinal)
    {
        ["Port"] = ["22", "2222", "6000-6010", "6000:6010", "ssh", "http", "65535", "1"],
        ["Protocol"] = ["tcp", "udp", "sctp", "dccp"],
        ["Source"] = ["192.0.2.1", "192.0.2.0/24", "10.0.0.0/8", "2001:db8::/32", "2001:db8::1", "::/0", "0.0.0.0/0"],
        ["InInterface"] = ["eth0", "eth+", "lo", "br-1a2b3c", "wg0", "eth0.100"],
        ["ConnectionState"] = ["NEW", "new,established", "ESTABLISHED", "RELATED,ESTABLISHED", "UNTRACKED", "DNAT"],
        ["Comment"] = ["app servers", "x", "ticket #42: open", "a-b_c.d", "über", "100%", "$HOME; ls | wc"],
        ["Chain"] = ["INPUT", "OWN", "f2b-sshd", "DOCKER-USER"],
        ["Target"] = ["ACCEPT", "DROP", "RETURN", "OWN"],
        ["Specification"] = ["-p tcp -m tcp --dport 22 -j ACCEPT", "-s 192.0.2.1/32 -m comment --comment \"a b\" -j DROP", "-i lo -j ACCEPT", "-p udp -m udp --dport 53 -m comment --comment x -j RETURN"],
    };

    [Theory]
    [InlineData(IptablesBackend.Nft)]
    [InlineData(IptablesBackend.Legacy)]
    public async Task A_text_is_refused_by_name_or_becomes_exactly_the_rule_asked_for(IptablesBackend backend)
    {
        var count = Environment.GetEnvironmentVariable("PORTFIREWALL_LONG") == "1" ? 60_000 : 3_000;
        var clock = Stopwatch.StartNew();
        var name = $"pfhostile-{Environment.ProcessId}-{backend}";
        var canary = Path.Combine(Path.GetTempPath(), $"pf-canary-{Environment.ProcessId}-{backend}");
        var scope = new FirewallScope(name, backend);
        await NetworkNamespaces.AddAsync(name, CancellationToken.None);
        try
        {
            await LoadEmptyAsync(scope);
            var before = await ReadAsync(scope);
            var texts = new HostileText(20261123, canary);
            var run = new HostileRun();
            foreach (var (parameter, proper) in Proper)
            {
                var accepted = new List<PortRule>();
                // Names that no target has are found out by asking iptables, one by one.
                for (var i = 0; i < count / Proper.Count / (parameter == "Target" ? 6 : 1); i++)
                {
                    var text = texts.Next(proper);
                    foreach (var family in Enum.GetValues<AddressFamily>())
                    {
                        if (run.Ask(parameter, text, family) is { } rule)
                            accepted.Add(rule);
                    }
                }
                foreach (var family in accepted.GroupBy(r => r.Family))
                {
                    foreach (var batch in family.Chunk(Batch))
                        await HoldAgainstTheKernelAsync(scope, batch, run);
                }
            }
            Assert.Equal(before, await ReadAsync(scope));
            Assert.Empty(Directory.GetFileSystemEntries(Path.GetTempPath(), Path.GetFileName(canary) + "*"));
            output.WriteLine($"{backend}: {run.Asked} texts for {Proper.Count} parameters, {run.Refused} refused by name, {run.Stored} rules as asked for in the kernel, {run.RefusedByTool} refused by iptables with nothing changed, {clock.Elapsed.TotalSeconds:0.0} s");
            Assert.True(run.Stored > run.Asked / 50 && run.Refused > run.Asked / 4, "the texts are all alike");
        }
        finally
        {
            await NetworkNamespaces.DeleteAsync(name, CancellationToken.None);
        }
    }

    /// <summary>Puts rules in as the module does, several in one transaction, and looks at what the kernel made of each.</summary>
    private static async Task HoldAgainstTheKernelAsync(FirewallScope scope, PortRule[] rules, HostileRun run)
    {
        var family = rules[0].Family;
        var before = await RulesetSource.ReadAsync(scope, family, CancellationToken.None);
        RuleTransaction transaction;
        try
        {
            transaction = await RuleTransaction.PrepareAsync(scope, family, [.. rules.Select((r, i) => RuleEdit.Insert(r.Table, "OWN", i + 1, r.Specification))], CancellationToken.None);
            await transaction.ApplyAsync(CancellationToken.None);
        }
        catch (FirewallException refused)
        {
            HostileRun.CheckNamed(refused);
            Assert.True((await RulesetSource.ReadAsync(scope, family, CancellationToken.None)).SaysTheSameAs(before), refused.Message);
            if (rules.Length == 1)
            {
                Assert.True(refused.ErrorId == nameof(ToolErrors.NativeCommandFailed) && rules[0].Target is not "ACCEPT", $"{refused.Message}\n{rules[0].Specification}");
                run.RefusedByTool++;
                return;
            }
            // One of them is what iptables does not take.
            await HoldAgainstTheKernelAsync(scope, [.. rules.Take(rules.Length / 2)], run);
            await HoldAgainstTheKernelAsync(scope, [.. rules.Skip(rules.Length / 2)], run);
            return;
        }
        var after = await RulesetSource.ReadAsync(scope, family, CancellationToken.None);
        var chain = after.RequireChain("filter", "OWN");
        Assert.Equal(rules.Length, chain.Rules.Count);
        foreach (var (asked, stored) in rules.Zip(chain.Rules))
            run.CheckStored(asked, stored);
        Assert.True(after.With(chain.With([])).SaysTheSameAs(before), "something else than the rules asked for was changed");
        await transaction.UndoAsync();
    }

    private static async Task LoadEmptyAsync(FirewallScope scope)
    {
        foreach (var family in Enum.GetValues<AddressFamily>())
        {
            var tool = Twin.IptablesTool(family, scope.Backend!.Value, "-restore");
            var text = "*filter\n:INPUT DROP [0:0]\n:OWN - [0:0]\n:f2b-sshd - [0:0]\n:DOCKER-USER - [0:0]\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n";
            (await NativeRunner.RunAsync(new NativeCommand(tool, []) { NetworkNamespace = scope.NetworkNamespace, StandardInput = text }, CancellationToken.None)).EnsureSuccess();
        }
    }

    private static async Task<string> ReadAsync(FirewallScope scope)
        => string.Concat((await RulesetSource.ReadAsync(scope, Enum.GetValues<AddressFamily>(), CancellationToken.None)).Select(r => r.Text));
}
