using System.Management.Automation;
using System.Text;
using System.Text.RegularExpressions;

namespace PortFirewall;

/// <summary>Draws a port's way through the guide: a line for each step, and what came of it. Called by the views of the module.</summary>
public static partial class PortOpeningView
{
    private const int Indent = 12;
    private const string Succeeded = "Succeeded";
    private const string Failed = "FAILED";

    /// <summary>The steps as lines of text no wider than the window.</summary>
    /// <param name="opening">The result.</param>
    /// <param name="width">The width of the window in characters.</param>
    public static string Draw(PortOpening opening, int width)
    {
        ArgumentNullException.ThrowIfNull(opening);
        return Draw(opening, null, width);
    }

    private static string Draw(PortOpening opening, string? server, int width)
    {
        var text = new StringBuilder("\n").Append(server is null ? "" : $"{server}: ").Append(opening.Action).Append(' ').Append(opening.Protocol).Append(' ').Append(opening.Port);
        if (opening.NetworkNamespace is not null)
            text.Append(" in ").Append(opening.NetworkNamespace);
        foreach (var (step, found) in Steps(opening))
        {
            if (found.Length > 0)
                Line(text, step.ToString(), found, width, hasVerdicts: step is PortOpeningStep.Path or PortOpeningStep.Probe);
        }
        if (opening.Rollback is { State: IptablesRollbackState.Pending } rollback)
            Line(text, "Rollback", $"taken back at {ClockText.Of(rollback.Deadline)} unless confirmed: Confirm-IptablesChange {rollback.Id}", width);
        Line(text, opening.Succeeded ? Succeeded : Failed, opening.Succeeded ? opening.Finding : $"at {opening.FailedStep}: {opening.Finding}", width);
        if (opening.RecommendedAction is not null)
            Line(text, "Next", opening.RecommendedAction, width);
        return text.ToString();
    }

    /// <summary>The same for what is left of a result after remoting or a job.</summary>
    /// <param name="opening">What is left of the result.</param>
    /// <param name="width">The width of the window in characters.</param>
    public static string Draw(PSObject opening, int width)
    {
        ArgumentNullException.ThrowIfNull(opening);
        var server = Deserialized.Text(opening, "PSComputerName");
        try
        {
            if (DeserializedOpening.Read(opening) is { } read)
                return Draw(read, server, width);
        }
        catch (FirewallException)
        {
            // A view never fails: of what another version has sent, or sent as text only, the texts are shown.
        }
        var text = new StringBuilder("\n").Append(server is null ? "" : $"{server}: ");
        text.Append($"{Deserialized.Text(opening, "Action")} {Deserialized.Text(opening, "Protocol")} {Deserialized.Text(opening, "Port")}");
        foreach (var name in new[] { "FailedStep", "Finding", "RecommendedAction" })
        {
            if (Deserialized.Text(opening, name) is { } found)
                Line(text, name is "RecommendedAction" ? "To do" : name is "FailedStep" ? "Failed at" : name, found, width);
        }
        return text.ToString();
    }

    private static IEnumerable<(PortOpeningStep Step, string Found)> Steps(PortOpening opening) =>
    [
        (PortOpeningStep.Listener, Join(opening.Listener.GroupBy(l => l.ProcessName ?? "something", l => l, StringComparer.Ordinal).Select(g => $"{g.Key} at {Sockets([.. g], IsRange(opening))}"))),
        (PortOpeningStep.Chain, Join(opening.Chain.Select(c => $"{c.Name} ({c.AddressFamily}, {Policy(c)}{Count(c.Rules.Count, "rule")})"))),
        (PortOpeningStep.RuleTest, Join(opening.RuleTest.Select(t => $"{(t.Exists ? "there" : "not there")} ({t.AddressFamily})"))),
        (PortOpeningStep.Rule, Join(opening.Rule.GroupBy(r => r.Specification, r => $"{r.Place} ({r.AddressFamily})", StringComparer.Ordinal).Select(g => $"{string.Join(" and ", g)}: {g.Key}"))),
        (PortOpeningStep.Path, Join(opening.Path.Select(p => $"{p.Verdict} by {p.DecidedBy} ({p.AddressFamily})"))),
        (PortOpeningStep.Probe, (opening.ProbeBefore.Length == 0 ? "" : $"before: {Probes(opening.ProbeBefore, IsRange(opening))}; after: ") + Probes(opening.Probe, IsRange(opening))),
        (PortOpeningStep.Proof, Join(opening.Proof.Select(p => $"{p.Rule.Place} ({p.AddressFamily}) {p.PacketsBefore} → {p.PacketsAfter}{(p.Confirmed ? "" : ", not proved")}"))),
        (PortOpeningStep.Save, Join(opening.Save.Select(s => s.Path))),
    ];

    private static void Line(StringBuilder text, string name, string found, int width, bool hasVerdicts = false)
    {
        var words = TableText.Wrap(found, Indent, width);
        text.Append("\n  ")
            .Append(VerdictStyle.Of(name switch { Succeeded => PortVerdict.Accept, Failed => PortVerdict.Drop, _ => null }, name)).Append(' ', Math.Max(0, Indent - 2 - name.Length))
            .Append((hasVerdicts ? Word().Replace(words, w => VerdictStyle.Of(w.Value, w.Value)) : words).Replace("\n", "\n" + new string(' ', Indent), StringComparison.Ordinal));
    }

    /// <summary>Verdicts and outcomes are written as one word that begins with a capital letter.</summary>
    [GeneratedRegex(@"(?<![\w.:-])[A-Z][A-Za-z]+(?![\w.:-])", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();

    private static string Probes(PortProbe[] probes, bool ofRange)
        => Join(probes.GroupBy(p => p.Vantage, p => $"{p.RemoteAddress?.ToString() ?? p.ComputerName} {(ofRange ? $"port {p.Port} " : "")}{p.Outcome}", StringComparer.Ordinal).Select(g => $"from {g.Key}: {Join(g)}"));

    /// <summary>Where a process listens; of a range, on which of its ports.</summary>
    private static string Sockets(IReadOnlyList<PortListener> listeners, bool ofRange)
        => ofRange ? Join(listeners.GroupBy(l => l.Port, l => l.LocalAddress.ToString()).OrderBy(g => g.Key).Select(g => $"{string.Join(" and ", g.Distinct(StringComparer.Ordinal))} port {g.Key}"))
            : string.Join(" and ", listeners.Select(l => l.LocalAddress.ToString()).Distinct(StringComparer.Ordinal));

    private static bool IsRange(PortOpening opening) => opening.Port.Contains(':', StringComparison.Ordinal);

    private static string Join(IEnumerable<string> parts) => string.Join(", ", parts);

    private static string Policy(IptablesChain chain) => chain.IsBuiltIn ? $"policy {chain.Policy.ToString().ToUpperInvariant()}, " : "";

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
