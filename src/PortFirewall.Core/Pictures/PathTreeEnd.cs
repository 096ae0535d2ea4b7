namespace PortFirewall;

/// <summary>What becomes of some packets, at the place that decides it.</summary>
/// <param name="Verdict">What becomes of them.</param>
/// <param name="Packets">Which they are, in words: <c>everyone</c>, <c>from all but 203.0.113.0/24</c>.</param>
/// <param name="Conditions">What it hangs on; empty where it is certain.</param>
internal sealed record PathTreeEnd(PortVerdict Verdict, string Packets, IReadOnlyList<string> Conditions)
{
    /// <summary>All of it in words, without the verdict.</summary>
    public string Words => VisibleText.Of(Conditions.Count == 0 ? Packets : $"{Packets}, if {string.Join(" and ", Conditions)}");
}
