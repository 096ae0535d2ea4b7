namespace PortFirewall.Core.Tests.Errors;

/// <summary>A sample of every error that PortFirewall can report, or several where it says different things.</summary>
internal static class ErrorSamples
{
    public static IReadOnlyList<FirewallException> All { get; } = [.. InputErrorSamples.All, .. RulesetErrorSamples.All, .. ProofErrorSamples.All, .. ToolErrorSamples.All];

    /// <summary>The samples of one error, in order.</summary>
    public static IReadOnlyList<FirewallException> Of(string errorId) => [.. All.Where(e => e.ErrorId == errorId)];
}
