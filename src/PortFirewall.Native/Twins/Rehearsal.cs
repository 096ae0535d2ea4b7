namespace PortFirewall;

/// <summary>
/// Asks the kernel what becomes of packets, in a twin of the host. Only for what hangs on chance or on the moment the answer of
/// one trial is not taken for the truth.
/// </summary>
internal sealed class Rehearsal : IDisposable
{
    private readonly FirewallScope _scope;
    private readonly HostPicture _host;
    private readonly Dictionary<AddressFamily, IptablesRuleset> _live;
    private readonly Twin _twin;
    private Twin? _control;

    private Rehearsal(FirewallScope scope, HostPicture host, IReadOnlyList<IptablesRuleset> live, Twin twin)
    {
        _live = live.ToDictionary(r => r.AddressFamily);
        _scope = scope;
        _host = host;
        _twin = twin;
    }

    /// <summary>Makes a twin of a host with all of its rules.</summary>
    /// <exception cref="FirewallException"><c>PrivilegeRequired</c>, <c>TableNotCopied</c>, and as <see cref="HostPicture"/>.</exception>
    public static async Task<Rehearsal> PrepareAsync(FirewallScope scope, IReadOnlyList<AddressFamily> families, CancellationToken cancellation)
    {
        await Twin.RequireRootAsync(cancellation);
        if (scope.NetworkNamespace is { } name)
            NetworkNamespaces.Require(name);
        var host = await HostPicture.TakeAsync(scope.NetworkNamespace, cancellation);
        // What the analysis knows beside the rules is the host's: the twin is a copy of it.
        var live = await HookedRulesets.ReadAsync(scope, families, cancellation);
        // The twin would load such a table awake.
        if (live.Rulesets.SelectMany(r => r.Tables).FirstOrDefault(t => !NftHooks.AreClear(t.Flags)) is { } flagged)
            throw TwinErrors.TableNotCopied(flagged.Name, flagged.Flags);
        var complete = await Task.WhenAll(live.Rulesets.Select(r => HostFactsReader.CompleteAsync(r, cancellation)));
        return new Rehearsal(scope, host, complete, await host.MakeTwinAsync(cancellation));
    }

    /// <summary>Puts an allow rule into the twin, where it belongs; nothing where its packets are accepted already.</summary>
    public async Task ProposeAsync(PortRule rule, CancellationToken cancellation)
    {
        var position = InsertPositionFinder.Find(await ReadAsync(rule.Family, cancellation), rule);
        if (position.ChainAccepts || position.Translated is not null)
            return;
        var edit = RuleEdit.Insert(position.Table, position.Chain, position.RuleNumber, rule.Specification);
        var restore = await ToolAsync(rule.Family, "-restore", cancellation);
        await _twin.RunAsync(restore, ["--noflush"], $"*{position.Table}\n{edit.RestoreLine}\nCOMMIT\n", cancellation);
    }

    /// <summary>What becomes of the packets that a rule would be for.</summary>
    public async Task<PortPath> RehearseAsync(PortRule asked, CancellationToken cancellation)
    {
        var ruleset = await ReadAsync(asked.Family, cancellation);
        var possible = new PossiblePackets(_host.Plan, asked.Family);
        var concluded = new List<DecidedPart>();
        var impossible = new List<DecidedPart>();
        foreach (var part in PortPathAnalysis.PartsOf(ruleset, asked.Packets))
        {
            if (possible.Of(part.Packets) is null)
                impossible.Add(new RehearsedPart(part, []).Conclude(null));
            else
                concluded.Add(await RehearseAsync(part, possible, cancellation));
        }
        // What can't come in is left out, unless nothing else was asked about.
        return PortPathAnalysis.Report(ruleset, asked.Packets, asked.Protocol, concluded.Count > 0 ? concluded : impossible, PathBasis.Kernel);
    }

    public void Dispose()
    {
        _control?.Dispose();
        _twin.Dispose();
    }

    private async Task<DecidedPart> RehearseAsync(DecidedPart part, PossiblePackets possible, CancellationToken cancellation)
    {
        var packets = RehearsalPackets.For(part.Packets, possible);
        var verdicts = await _twin.JudgeAsync(packets, cancellation);
        if (Array.IndexOf(verdicts, TwinVerdict.Dropped) >= 0)
            (packets, verdicts) = await WithoutImpossibleAsync(packets, verdicts, cancellation);
        var rehearsed = new RehearsedPart(part, [.. verdicts.Select(VerdictOf)]);
        return rehearsed.Conclude(rehearsed.NeedsDecider ? await FindDeciderAsync(packets[0], part, cancellation) : null);
    }

    /// <summary>Leaves out packets that vanish without any rule too: what dropped them was not the firewall.</summary>
    private async Task<(IReadOnlyList<TwinPacket> Packets, TwinVerdict[] Verdicts)> WithoutImpossibleAsync(
        IReadOnlyList<TwinPacket> packets, TwinVerdict[] verdicts, CancellationToken cancellation)
    {
        _control ??= await Twin.CreateAsync(_host.Plan, cancellation);
        var arrives = await _control.JudgeAsync(packets, cancellation);
        var kept = Enumerable.Range(0, packets.Count).Where(i => verdicts[i] != TwinVerdict.Dropped || arrives[i] == TwinVerdict.Arrived).ToList();
        return ([.. kept.Select(i => packets[i])], [.. kept.Select(i => verdicts[i])]);
    }

    private async Task<PathOutcome> FindDeciderAsync(TwinPacket packet, DecidedPart part, CancellationToken cancellation)
    {
        var before = await ReadAsync(packet.Family, cancellation);
        var verdict = VerdictOf((await _twin.JudgeAsync([packet], cancellation))[0]);
        return CounterTrail.Find(before, await ReadAsync(packet.Family, cancellation), verdict, part);
    }

    private async Task<IptablesRuleset> ReadAsync(AddressFamily family, CancellationToken cancellation)
    {
        var backend = await IptablesTools.BackendOfAsync(family, _scope.Backend, cancellation);
        var saved = await _twin.RunAsync(await ToolAsync(family, "-save", cancellation), ["-c"], null, cancellation);
        var reader = new RulesetReader(family, backend, _scope.NetworkNamespace);
        foreach (var line in saved.StandardOutput.Split('\n'))
            reader.Add(line);
        return reader.Finish().With(_live[family].Facts).With(_live[family].OtherHooks);
    }

    private Task<NativeTool> ToolAsync(AddressFamily family, string suffix, CancellationToken cancellation)
        => IptablesTools.ForAsync(family, _scope.Backend, suffix, cancellation);

    private static PortVerdict VerdictOf(TwinVerdict verdict) => verdict switch
    {
        TwinVerdict.Dropped => PortVerdict.Drop,
        TwinVerdict.Rejected => PortVerdict.Reject,
        _ => PortVerdict.Accept,
    };
}
