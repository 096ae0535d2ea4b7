namespace PortFirewall.Core.Tests.Errors;

/// <summary>What the page about errors says of one of them.</summary>
/// <param name="Section">The section that it is in.</param>
/// <param name="Id">The id of the error.</param>
/// <param name="Messages">The messages that are quoted.</param>
/// <param name="Cause">Where it comes from.</param>
/// <param name="Remedies">What to do.</param>
/// <param name="Category">The category, and whether the error ends the command.</param>
/// <param name="From">The cmdlets that report it.</param>
internal sealed record ErrorPageEntry(
    string Section, string Id, IReadOnlyList<string> Messages, string Cause, IReadOnlyList<string> Remedies, string Category, string From);
