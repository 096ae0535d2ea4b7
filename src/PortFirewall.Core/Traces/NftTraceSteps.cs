namespace PortFirewall;

/// <summary>Turns what nf_tables reports of a packet into steps, with the rules named as users know them.</summary>
/// <param name="now">The rules as they were read after the packets.</param>
/// <param name="before">The rules as they were read ahead of them: a handle that is gone meanwhile is still known there.</param>
internal sealed class NftTraceSteps(TracedRules now, TracedRules before)
{
    /// <summary>A visit that begins with this report.</summary>
    public TracedVisit Visit(NftTraceEvent report, TracedPacket headers)
    {
        var chain = now.FindChain(report.Family, report.Table, report.Chain) ?? before.FindChain(report.Family, report.Table, report.Chain);
        return new TracedVisit(chain is null ? (InboundHook.Prerouting, 0) : (NftHooks.HookOf(chain) ?? InboundHook.Prerouting, NftHooks.PriorityOf(chain)), headers);
    }

    /// <summary>The step; null where there is nothing to tell: the end of a user chain, or of a base chain that has no rules and accepts.</summary>
    public IptablesTraceStep? Step(NftTraceEvent report, AddressFamily family) => report.Kind switch
    {
        // Without a handle it is the end of the chain's rules, which the kernel reports as if it were one more.
        NftTraceKind.Rule when report.Rule != 0 => AtRule(report, family),
        NftTraceKind.Policy => AtPolicy(report, family),
        _ => null,
    };

    private IptablesTraceStep AtRule(NftTraceEvent report, AddressFamily family)
    {
        var rules = now.Handles.NumberOf(report.Family, report.Table, report.Chain, report.Rule) is not null ? now : before;
        var number = rules.Handles.NumberOf(report.Family, report.Table, report.Chain, report.Rule);
        var shown = Shown(rules, report, family);
        var rule = number is { } place ? shown?.Rules.ElementAtOrDefault(place - 1) : null;
        var native = number is { } at && (rule is null || rule.Native is not null)
            ? rules.FindChain(report.Family, report.Table, report.Chain)?.Rules.ElementAtOrDefault(at - 1) : null;
        var (outcome, verdict) = Meaning(report.Verdict, rule?.Target == "REJECT" || native?.Statements.Any(s => s.Name == "reject") == true);
        return new IptablesTraceStep
        {
            Step = 0,
            AddressFamily = family,
            Table = TableOf(report, family, shown),
            Chain = report.Chain,
            RuleNumber = number,
            Rule = rule,
            RuleText = native is not null ? NftStatementText.Of(native) : rule?.Specification,
            Outcome = outcome,
            Verdict = verdict,
            Conditions = verdict == PortVerdict.Unknown ? [$"target {rule?.Target ?? "queue"}"] : [],
            NetworkNamespace = now.Own[0].NetworkNamespace,
        };
    }

    private IptablesTraceStep? AtPolicy(NftTraceEvent report, AddressFamily family)
    {
        var shown = Shown(now, report, family);
        var table = TableOf(report, family, shown);
        var count = shown?.Rules.Count ?? now.FindChain(report.Family, report.Table, report.Chain)?.Rules.Count;
        var verdict = (report.Verdict & NftVerdict.Mask) == NftVerdict.Accept ? PortVerdict.Accept : PortVerdict.Drop;
        return count == 0 && verdict == PortVerdict.Accept && table != "filter" ? null : new IptablesTraceStep
        {
            Step = 0,
            AddressFamily = family,
            Table = table,
            Chain = report.Chain,
            Outcome = TraceOutcome.Policy,
            Verdict = verdict,
            NetworkNamespace = now.Own[0].NetworkNamespace,
        };
    }

    private static (TraceOutcome Outcome, PortVerdict? Verdict) Meaning(int verdict, bool rejects) => verdict switch
    {
        NftVerdict.Continue => (TraceOutcome.Match, null),
        NftVerdict.Jump => (TraceOutcome.Jump, null),
        NftVerdict.Goto => (TraceOutcome.Goto, null),
        NftVerdict.Return => (TraceOutcome.Return, null),
        >= 0 => (TraceOutcome.Match, (verdict & NftVerdict.Mask) switch
        {
            NftVerdict.Accept => PortVerdict.Accept,
            NftVerdict.Drop => rejects ? PortVerdict.Reject : PortVerdict.Drop,
            // Taken over by somebody: a queue to a program, or a target that goes on with the packet by itself.
            _ => PortVerdict.Unknown,
        }),
        _ => (TraceOutcome.Match, null),
    };

    /// <summary>The chain as <c>iptables-nft-save</c> shows it; null where it is a table of nftables' own, or one that it can't show.</summary>
    private static IptablesChain? Shown(TracedRules rules, NftTraceEvent report, AddressFamily family)
        => IsOfIptables(report) ? rules.Find(family, IptablesBackend.Nft)?.FindChain(report.Table, report.Chain) : null;

    private string TableOf(NftTraceEvent report, AddressFamily family, IptablesChain? shown)
        => shown is null ? $"nft {report.Family} {report.Table}"
            : now.IsOwn(family, IptablesBackend.Nft) ? report.Table : $"nft {report.Table}";

    private static bool IsOfIptables(NftTraceEvent report) => report.Family is "ip" or "ip6" && BuiltInChains.ByTable.ContainsKey(report.Table);
}
