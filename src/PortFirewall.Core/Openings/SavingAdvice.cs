namespace PortFirewall;

/// <summary>What to do about rules that could not be saved by a cmdlet that has none of the parameters that help.</summary>
internal static class SavingAdvice
{
    /// <summary>The error, with the way to the parameters that it names.</summary>
    /// <param name="failure">Why saving failed.</param>
    /// <param name="action">What was to be saved.</param>
    public static FirewallException For(FirewallException failure, PortOpeningAction action)
        => !failure.RecommendedAction.Contains("-Path", StringComparison.Ordinal) && !failure.RecommendedAction.Contains("-Provider", StringComparison.Ordinal) ? failure
            : failure.Advising($"{failure.RecommendedAction} Save-IptablesRuleset has these parameters: run this command with -Save:$false, and then {Save(action)}.");

    /// <summary>What closed a port leaves no rule that could be proved.</summary>
    private static string Save(PortOpeningAction action) => action == PortOpeningAction.Open
        ? "$opening.Proof | Save-IptablesRuleset -Path FILE, where $opening is its result" : "Save-IptablesRuleset -Force -Path FILE";
}
