namespace PortFirewall;

/// <summary>What may happen to some packets, and who decides it.</summary>
/// <param name="Part">The packets, the conditions under which it happens, and the jumps taken.</param>
/// <param name="Verdict"><c>Accept</c>, <c>Drop</c>, <c>Reject</c>, or <c>Unknown</c> for a target that can't be known.</param>
/// <param name="DecidedBy">The place of the rule or policy: <c>INPUT:3</c>, <c>INPUT:policy</c>.</param>
/// <param name="Rule">The rule; null for a policy.</param>
internal sealed record PathOutcome(PathPart Part, PortVerdict Verdict, string DecidedBy, IptablesRule? Rule)
{
    /// <summary>The table of the rule or policy.</summary>
    public string Table => DecidedBy.IndexOf(' ') is > 0 and var space ? DecidedBy[..space] : "filter";

    /// <summary>Whether it is not of the rule set that was asked about, but of what stands beside it.</summary>
    public bool IsOfOtherFirewall => Table is "nft" or "legacy";

    /// <summary>Whether it is what a firewall may do that could not be read.</summary>
    public bool IsOfUnreadFirewall => UnreadFirewall.IsPlace(DecidedBy);

    public bool IsCertain => Part.Conditions.Count == 0 && Verdict != PortVerdict.Unknown;

    public bool Stops => Verdict is PortVerdict.Drop or PortVerdict.Reject;
}
