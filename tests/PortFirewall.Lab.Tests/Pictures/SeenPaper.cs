namespace PortFirewall;

/// <summary>What <c>measure.html</c> says of a page on paper.</summary>
/// <param name="Background">As CSS writes a colour.</param>
/// <param name="LowestContrast">As on the screen.</param>
internal sealed record SeenPaper(string Background, double LowestContrast);
