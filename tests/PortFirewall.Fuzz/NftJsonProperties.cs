using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace PortFirewall.Fuzz;

/// <summary>What must hold of the reader of nft's JSON, and of all that is worked out of it, whatever bytes it is given.</summary>
internal static class NftJsonProperties
{
    /// <summary>By the clock, so that a busy machine has to be allowed for.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(20);

    private static readonly IptablesRuleset[] Beside =
    [
        .. from family in new[] { AddressFamily.IPv4, AddressFamily.IPv6 }
           select RulesetReader.Read("*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\n-A INPUT -m mark --mark 0x1 -j DROP\nCOMMIT\n", family),
    ];

    /// <summary>Why a property does not hold of these bytes; null where all hold.</summary>
    public static string? FindFault(byte[] bytes)
    {
        var watch = Stopwatch.StartNew();
        var fault = Read(Encoding.UTF8.GetString(bytes));
        return fault ?? (watch.Elapsed > Slow ? $"{bytes.Length} bytes took {watch.Elapsed}" : null);
    }

    private static string? Read(string text)
    {
        try
        {
            return Beside.Select(ruleset => Judge(ruleset, text)).FirstOrDefault(fault => fault is not null);
        }
        catch (JsonException)
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

    private static string? Judge(IptablesRuleset ruleset, string text)
    {
        var nft = NftReader.Read(text);
        _ = HookList.Of(nft, IptablesBackend.Nft).Count();
        var hooked = OtherHooks.Attach(ruleset, nft, null);
        var rule = new PortRule { Family = ruleset.AddressFamily, Protocol = "tcp", Port = new PortRange(2222, 2222) };
        var parts = PortPathAnalysis.PartsOf(hooked, rule.Packets);
        _ = PacketTracer.Trace(hooked, PacketTracer.PacketOf(rule)).Steps.Select(s => s.ToString()).Count();
        if (hooked.FindTable(rule.Table)!.WhyNotCalled(rule.Chain) is null)
            _ = InsertPositionFinder.Find(hooked, rule).Reason;
        if (Tell(PortPathAnalysis.PartsOf(OtherHooks.Attach(ruleset, NftReader.Read(text), null), rule.Packets)) != Tell(parts))
            return "the same text is judged in two ways";
        return parts.Exists(p => p.Verdict == PortVerdict.Unknown && p.Conditions.Count == 0) ? "something is unknown, and nothing says why" : null;
    }

    private static string Tell(List<DecidedPart> parts) => string.Join('\n', parts.Select(p => $"{p.Verdict} {p.DecidedBy} {string.Join(';', p.Conditions)}"));
}
