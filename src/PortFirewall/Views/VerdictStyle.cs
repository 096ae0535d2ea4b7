using System.Reflection;

namespace PortFirewall;

/// <summary>
/// The look of a verdict in a terminal, in its own colours. The engine leaves them out where <c>$PSStyle</c> or <c>NO_COLOR</c> says so, and where text
/// goes down a pipe or into a file of its own.
/// </summary>
public static class VerdictStyle
{
    private const string Reset = "\u001b[0m";
    private const string Good = "\u001b[32m";
    private const string Bad = "\u001b[31m";
    private const string Open = "\u001b[33m";

    /// <summary>What <c>pwsh</c> itself does not heed is that its whole output goes to a file or another program. Other hosts know best what they show.</summary>
    private static readonly bool IsSeen = Assembly.GetEntryAssembly()?.GetName().Name != "pwsh" || StandardOutput.IsTerminal;

    /// <summary>Verdicts, outcomes, findings, severities and states. A rule's target is a verdict in capital letters.</summary>
    private static readonly Dictionary<string, string> Looks = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(PortVerdict.Accept)] = Good,
        [nameof(ProbeOutcome.Open)] = Good,
        [nameof(ProbeOutcome.Replied)] = Good,
        [nameof(IptablesRollbackState.Confirmed)] = Good,
        [nameof(RuleDifferenceKind.RuleAdded)] = Good,
        [nameof(RuleDifferenceKind.ChainAdded)] = Good,
        [nameof(PortVerdict.Drop)] = Bad,
        [nameof(PortVerdict.Reject)] = Bad,
        [nameof(ProbeOutcome.Refused)] = Bad,
        [nameof(ProbeOutcome.TimedOut)] = Bad,
        [nameof(ProbeOutcome.Prohibited)] = Bad,
        [nameof(ProbeOutcome.Unreachable)] = Bad,
        [nameof(ProbeOutcome.NameNotFound)] = Bad,
        [nameof(ProbeOutcome.Redirected)] = Bad,
        [nameof(IptablesRollbackState.Failed)] = Bad,
        [nameof(IptablesRollbackState.TimerLost)] = Bad,
        [nameof(RuleIssueSeverity.Error)] = Bad,
        [nameof(RuleDifferenceKind.RuleRemoved)] = Bad,
        [nameof(RuleDifferenceKind.ChainRemoved)] = Bad,
        [nameof(PortVerdict.Mixed)] = Open,
        [nameof(PortVerdict.Unknown)] = Open,
        [nameof(ProbeOutcome.NoReply)] = Open,
        [nameof(IptablesRollbackState.Pending)] = Open,
        [nameof(IptablesRollbackState.Running)] = Open,
        [nameof(RuleIssueSeverity.Warning)] = Open,
        [nameof(RuleDifferenceKind.RuleMoved)] = Open,
        [nameof(RuleDifferenceKind.PolicyChanged)] = Open,
    };

    /// <summary>A text with the look of a verdict.</summary>
    /// <param name="verdict">The verdict, as a word or a value; with any other the text stays as it is.</param>
    /// <param name="text">The text.</param>
    public static string Of(object? verdict, string text)
        => IsSeen && text?.Length > 0 && verdict?.ToString() is { } word && Looks.TryGetValue(word, out var look) ? look + text + Reset : text ?? "";

    /// <summary>A verdict as a word with its look; any other text without one.</summary>
    /// <param name="verdict">The verdict, as a word or a value.</param>
    public static string Word(object? verdict) => Of(verdict, TableText.Visible(verdict));

    /// <summary>Whether something was proved or holds, with the look of that.</summary>
    /// <param name="value">True or false; anything else is written as it is.</param>
    public static string Truth(object? value)
        => Of(value?.ToString() switch { "True" => PortVerdict.Accept, "False" => PortVerdict.Drop, _ => null }, TableText.Visible(value));
}
