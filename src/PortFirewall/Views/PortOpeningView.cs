using System.Text;

namespace PortFirewall;

/// <summary>Draws a port's way through the guide: a line for each step, and what came of it. Called by the views of the module.</summary>
public static class PortOpeningView
{
    private const int Indent = 12;

    /// <summary>The steps as lines of text no wider than the window.</summary>
    /// <param name="opening">The result, or what is left of one after remoting.</param>
    /// <param name="width">The width of the window in characters.</param>
    public static string Draw(PortOpening opening, int width)
    {
        ArgumentNullException.ThrowIfNull(opening);
        var text = new StringBuilder("\n").Append(opening.Action).Append(' ').Append(opening.Protocol).Append(' ').Append(opening.Port);
        if (opening.NetworkNamespace is not null)
            text.Append(" in ").Append(opening.NetworkNamespace);
        foreach (var (step, found) in Steps(opening))
        {
            if (found.Length > 0)
                Line(text, step.ToString(), found, width);
        }
        if (opening.Rollback is { State: IptablesRollbackState.Pending } rollback)
            Line(text, "Rollback", $"taken back at {ClockText.Of(rollback.Deadline)} unless confirmed: Confirm-IptablesChange {rollback.Id}", width);
        Line(text, opening.Succeeded ? "Succeeded" : "FAILED", opening.Succeeded ? opening.Finding : $"at {opening.FailedStep}: {opening.Finding}", width);
        if (opening.RecommendedAction is not null)
            Line(text, "Next", opening.RecommendedAction, width);
        return text.ToString();
    }

    private static IEnumerable<(PortOpeningStep Step, string Found)> Steps(PortOpening opening) =>
    [
        (PortOpeningStep.Listener, Join(opening.Listener.GroupBy(l => l.ProcessName ?? "something", l => l.LocalAddress.ToString(), StringComparer.Ordinal).Select(g => $"{g.Key} at {string.Join(" and ", g)}"))),
        (PortOpeningStep.Chain, Join(opening.Chain.Select(c => $"{c.Name} ({c.AddressFamily}, {Policy(c)}{Count(c.Rules.Count, "rule")})"))),
        (PortOpeningStep.RuleTest, Join(opening.RuleTest.Select(t => $"{(t.Exists ? "there" : "not there")} ({t.AddressFamily})"))),
        (PortOpeningStep.Rule, Join(opening.Rule.GroupBy(r => r.Specification, r => $"{r.Place} ({r.AddressFamily})", StringComparer.Ordinal).Select(g => $"{string.Join(" and ", g)}: {g.Key}"))),
        (PortOpeningStep.Path, Join(opening.Path.Select(p => $"{p.Verdict} by {p.DecidedBy} ({p.AddressFamily})"))),
        (PortOpeningStep.Probe, (opening.ProbeBefore.Length == 0 ? "" : $"before: {Probes(opening.ProbeBefore)}; after: ") + Probes(opening.Probe)),
        (PortOpeningStep.Proof, Join(opening.Proof.Select(p => $"{p.Rule.Place} ({p.AddressFamily}) {p.PacketsBefore} → {p.PacketsAfter}{(p.Confirmed ? "" : ", not proved")}"))),
        (PortOpeningStep.Save, Join(opening.Save.Select(s => s.Path))),
    ];

    private static void Line(StringBuilder text, string name, string found, int width)
        => text.Append("\n  ").Append(name.PadRight(Indent - 2))
            .Append(TableText.Wrap(found, Indent, width).Replace("\n", "\n" + new string(' ', Indent), StringComparison.Ordinal));

    private static string Probes(PortProbe[] probes)
        => Join(probes.GroupBy(p => p.Vantage, p => $"{p.RemoteAddress?.ToString() ?? p.ComputerName} {p.Outcome}", StringComparer.Ordinal).Select(g => $"from {g.Key}: {Join(g)}"));

    private static string Join(IEnumerable<string> parts) => string.Join(", ", parts);

    private static string Policy(IptablesChain chain) => chain.IsBuiltIn ? $"policy {chain.Policy.ToString().ToUpperInvariant()}, " : "";

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
