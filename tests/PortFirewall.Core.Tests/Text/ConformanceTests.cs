using Xunit.Abstractions;

namespace PortFirewall.Core.Tests.Text;

/// <summary>netfilter's own cases and other people's rule sets, against what iptables made of them.</summary>
public sealed class ConformanceTests(ITestOutputHelper output)
{
    [CorpusFact]
    public void The_normal_form_of_a_typed_rule_is_that_of_what_iptables_saved()
    {
        var rows = Corpus.Rows(Path.Combine(Corpus.Folder, "netfilter-iptables-1.8.9", "CONFORMANCE-this-machine.tsv")).Where(r => r["saved"].Length > 0).ToList();
        var wrong = new List<string>();
        var cut = 0;
        foreach (var row in rows)
        {
            var family = row["family"] == "6" ? AddressFamily.IPv6 : AddressFamily.IPv4;
            var saved = row["saved"].Split(' ', 3) is [_, _, var rule] ? rule : "";
            // The legacy kernel cuts this text after 63 bytes, the other does not: the normal form of a text knows no backend.
            var isCut = row["backend"] == "legacy" && row["rule"].Contains("--nflog-prefix", StringComparison.Ordinal) && row["rule"].StartsWith(row["saved"].Split(' ', 3)[2], StringComparison.Ordinal);
            if (Form(row["rule"], family) == Form(saved, family))
                continue;
            if (isCut)
                cut++;
            else
                wrong.Add($"{row["backend"]} {row["family"]} {row["file"]}:{row["line"]}: '{row["rule"]}' is saved as '{saved}'");
        }
        output.WriteLine($"Of {rows.Count} rules that iptables accepted, {rows.Count - wrong.Count - cut} have the normal form of what it saved; {cut} are cut by the legacy kernel.");
        Assert.True(rows.Count > 1_500);
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {rows.Count}:\n{string.Join('\n', wrong)}");
    }

    [CorpusFact]
    public void Every_rule_set_is_read_written_and_read_again_as_the_same()
    {
        var folder = Corpus.Folder;
        var dumps = Corpus.Rows(Path.Combine(folder, "INDEX.tsv")).Where(r => r["kind"] == "dump").ToList();
        var refused = new List<string>();
        foreach (var row in dumps)
        {
            var text = RulesetBytes.Decode(File.ReadAllBytes(Path.Combine(folder, row["source"], row["path"])));
            try
            {
                var ruleset = RulesetReader.Read(text, row["family"] == "v6" ? AddressFamily.IPv6 : AddressFamily.IPv4);
                var again = RulesetReader.Read(ruleset.Text, ruleset.AddressFamily);
                Assert.True(again.SaysTheSameAs(ruleset) && again.Text == ruleset.Text, row["path"]);
            }
            catch (FirewallException error)
            {
                refused.Add($"{row["source"]}/{row["path"]} (loads: {row["loads_nft"]}): {error.Message}");
            }
        }
        output.WriteLine($"Of {dumps.Count} rule sets, {dumps.Count - refused.Count} are read, and read again as the same:\n{string.Join('\n', refused)}");
        Assert.True(dumps.Count > 400);
        // What iptables-restore loads is read, but for the one that lists, checks and renames in place of making rules.
        Assert.All(refused, r => Assert.True(r.Contains("loads: no", StringComparison.Ordinal) || r.Contains("unsupported_command", StringComparison.Ordinal), r));
    }

    private static string Form(string rule, AddressFamily family)
    {
        try
        {
            return RuleNormalForm.Of(RuleReader.Read(rule), family);
        }
        catch (FirewallException error)
        {
            return error.Message;
        }
    }
}
