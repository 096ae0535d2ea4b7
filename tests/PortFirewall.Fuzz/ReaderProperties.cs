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
        return again.Text == written && again.SaysTheSameAs(ruleset) ? null : "what is written is read again as something else";
    }
}
