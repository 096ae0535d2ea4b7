using System.Diagnostics;

namespace PortFirewall.Fuzz;

/// <summary>What must hold of the reader whatever bytes it is given.</summary>
internal static class ReaderProperties
{
    /// <summary>By the clock, so that a busy machine has to be allowed for; no input of this size takes a thousandth of it by itself.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(10);

    /// <summary>Why a property does not hold of these bytes; null where all hold.</summary>
    public static string? FindFault(ReadOnlySpan<byte> bytes)
    {
        var watch = Stopwatch.StartNew();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var fault = Read(bytes);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return fault
            ?? (watch.Elapsed > Slow ? $"{bytes.Length} bytes took {watch.Elapsed}" : null)
            ?? (allocated > 1_000_000 + (2_000L * bytes.Length) ? $"{bytes.Length} bytes took {allocated} bytes of memory" : null);
    }

    private static string? Read(ReadOnlySpan<byte> bytes)
    {
        var text = RulesetBytes.Decode(bytes);
        if (!RulesetBytes.Encode(text).AsSpan().SequenceEqual(bytes))
            return "the bytes are not kept to the letter";
        try
        {
            return text.Length > 0 && text[0] == '-' ? ReadRule(text) : ReadRuleset(text);
        }
        catch (FirewallException error) when (error.ErrorId is "UnreadableRuleset" or "InvalidSpecification" && error.Message.Contains("column ", StringComparison.Ordinal))
        {
            return null;
        }
#pragma warning disable CA1031 // Any other exception is what is being looked for.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return failure.ToString();
        }
    }

    private static string? ReadRule(string text)
    {
        var rule = RuleReader.Read(text);
        foreach (var family in new[] { AddressFamily.IPv4, AddressFamily.IPv6 })
        {
            var normal = RuleNormalForm.Of(rule, family);
            if (RuleNormalForm.Of(RuleReader.Read(text), family) != normal)
                return "the same rule has two normal forms";
        }
        return null;
    }

    private static string? ReadRuleset(string text)
    {
        var lines = TextLines.Of(text).ToList();
        var ruleset = RulesetImport.Read(lines, RulesetFamily.Of(lines, path: null));
        foreach (var rule in ruleset.Rules)
        {
            _ = rule.Details;
            _ = rule.ConnectionState;
            _ = RuleNormalForm.Of(rule);
            _ = RuleEdit.Delete(rule).Arguments.Count();
        }
        var written = ruleset.Text;
        var again = RulesetReader.Read(written, ruleset.AddressFamily);
        if (again.Text != written || !again.SaysTheSameAs(ruleset))
            return "what is written is read again as something else";
        return ReadCheckpoint(lines, text) ?? Restore(ruleset);
    }

    /// <summary>What a file of a checkpoint says of itself; any text may be one.</summary>
    private static string? ReadCheckpoint(List<string> lines, string text)
    {
        _ = IpsetHeaders.Read(text).Values.Select(set => (set.AddressFamily, Text: $"{set}")).Count();
        if (CheckpointHeader.Read(lines) is not { } header)
            return null;
        var written = TextLines.Of(header.Write(AddressFamily.IPv6, "ip6tables-restore --counters < FILE")).ToList();
        if (CheckpointHeader.Read(written) is not { } again)
            return "the comments of a checkpoint are not read again";
        return (again with { Sets = [] }) == (header with { Sets = [] }) && again.Sets.Select(s => $"{s}").SequenceEqual(header.Sets.Select(s => $"{s}"), StringComparer.Ordinal)
            ? null : "the comments of a checkpoint are read again as something else";
    }

    /// <summary>Restoring it in the place of nothing, and of itself, asks for what it says.</summary>
    private static string? Restore(IptablesRuleset ruleset)
    {
        _ = SetReference.Of(ruleset).Count;
        foreach (var live in new[] { RulesetReader.Read("", ruleset.AddressFamily), ruleset })
        {
            try
            {
                var plan = RestorePlan.Of(ruleset, live, []);
                if (plan.FindFault(RulesetReader.Read(plan.Text, ruleset.AddressFamily)) is { } fault)
                    return $"what is restored is not what was asked for: {fault}";
            }
            catch (FirewallException error) when (error.ErrorId == "RuleNotRestorable" && ruleset.Text.Contains('"', StringComparison.Ordinal))
            {
                return null;
            }
        }
        return null;
    }
}
