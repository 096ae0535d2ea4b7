namespace PortFirewall.Core.Tests.Models;

/// <summary>One rule: it matches if all of its conditions do.</summary>
internal sealed class ModelRule(IReadOnlyList<ModelCondition> conditions, string? target, bool isGoto = false)
{
    public IReadOnlyList<ModelCondition> Conditions => conditions;

    public string? Target => target;

    public bool IsGoto => isGoto;

    public string Text => string.Join(' ', conditions.Select(c => c.Text).Append(target is null ? "" : $"{(isGoto ? "-g" : "-j")} {target}")).Trim();

    /// <summary>Whether chance has a say in what this rule does.</summary>
    public bool IsUndecided(ConnectionStates states)
        => target == "NFQUEUE" || (states != ConnectionStates.New && (Text.Contains("mark", StringComparison.OrdinalIgnoreCase) || Text.Contains("-m conntrack", StringComparison.Ordinal))) || conditions.Any(c => c.Text.Contains("limit", StringComparison.Ordinal)
            || (c.Text.Contains("--syn", StringComparison.Ordinal) && states != ConnectionStates.New));
}
