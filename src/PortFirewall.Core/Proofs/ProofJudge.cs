using System.Net;

namespace PortFirewall;

/// <summary>Puts probes, counters and what was seen at the rule together.</summary>
internal static class ProofJudge
{
    private static readonly IReadOnlyDictionary<IPAddress, string> NoInterfaces = new Dictionary<IPAddress, string>();

    /// <param name="before">The rule before the probes.</param>
    /// <param name="ruleset">The rule set after them.</param>
    /// <param name="probes">Every probe that was made.</param>
    /// <param name="account">What was seen at the rule meanwhile.</param>
    /// <param name="interfaces">By which interface packets come, by where the probes came from; what is not known is left out.</param>
    /// <param name="foreign">Which of the probed addresses are known to be none of the firewall's host.</param>
    /// <exception cref="FirewallException"><c>RuleNotFound</c>: the rule has gone meanwhile.</exception>
    public static PortProof Judge(
        IptablesRule before, IptablesRuleset ruleset, IReadOnlyList<PortProbe> probes, WitnessAccount account, IReadOnlyDictionary<IPAddress, string>? interfaces = null,
        IReadOnlySet<IPAddress>? foreign = null)
    {
        var after = RuleIdentity.Require(ruleset.RequireChain(before.Table, before.Chain), before);
        var delta = after.Packets > before.Packets ? after.Packets - before.Packets : 0;
        var all = probes.Where(p => p.AddressFamily == after.AddressFamily).Select(p => Imagine(p, after, ruleset, delta, account, interfaces ?? NoInterfaces, foreign)).ToList();
        // What the rules make of the packets may not be known to the end: the packet itself tells.
        var scenes = all.FindAll(s => s.Path.Meets(after) || s.Evidence.IsSeen);
        var misfits = all.FindAll(s => !scenes.Contains(s));
        var most = ProbeTraffic.MostOf(scenes.Select(s => s.Probe));
        scenes = scenes.ConvertAll(s => s with { MostOfProbes = most });
        var told = Choose(scenes);
        return new PortProof
        {
            Rule = after,
            PacketsBefore = before.Packets,
            PacketsAfter = after.Packets,
            ByteDelta = (long)(after.Bytes - before.Bytes),
            Probe = [.. scenes.Select(s => s.Probe)],
            OwnPackets = scenes.Exists(s => s.Evidence.Packets is not null) ? scenes.Sum(s => s.Evidence.Packets ?? 0) : null,
            Basis = told?.Evidence.Basis ?? ProofBasis.Counter,
            Confirmed = told?.IsProved == true,
            Finding = told is null ? ProofFindings.NoneOfItsOwn(after, probes, misfits.Select(s => s.Path.WhyNot(after)).FirstOrDefault()) : ProofFindings.Tell(told),
            Each = [.. scenes.Select(s => new ProofOfProbe(s.Probe, s.IsProved, s.Evidence.Packets, ProofFindings.Tell(s), ProofAdvice.Of(s)))],
            NotItsOwn = [.. misfits.Select(s => new ProofOfProbe(s.Probe, false, null, ProofFindings.TellMisfit(s), ProofAdvice.OfMisfit(s)))],
            Next = told is not null ? ProofAdvice.Of(told) : misfits.Count > 0 ? ProofAdvice.OfMisfit(misfits[0]) : null,
        };
    }

    private static ProofScene Imagine(
        PortProbe probe, IptablesRule rule, IptablesRuleset ruleset, ulong delta, WitnessAccount account, IReadOnlyDictionary<IPAddress, string> interfaces,
        IReadOnlySet<IPAddress>? foreign)
    {
        var inInterface = probe is { CrossesNetwork: true, LocalAddress: { } from } ? interfaces.GetValueOrDefault(from) : null;
        var path = new ProbePath(probe, ruleset, inInterface);
        var destinations = new ProbeDestinations(probe, path.Translations) { IsTranslatedOnTheWay = probe.RemoteAddress is { } to && foreign?.Contains(to) == true };
        return new ProofScene(rule, ruleset, delta, account, account.Of(probe, destinations), path);
    }

    /// <summary>The probe that says most: one that proves the rule, then one that got through, then one that got as far as the rule.</summary>
    private static ProofScene? Choose(List<ProofScene> scenes)
        => scenes.Find(s => s.IsProved) ?? scenes.Find(s => s.HasArrived) ?? scenes.Find(s => s.Probe.CrossesNetwork && s.Evidence.IsSeen)
            ?? scenes.Find(s => s.Probe.CrossesNetwork) ?? scenes.FirstOrDefault();
}
