namespace PortFirewall;

/// <summary>What <c>measure.html</c> says of a picture in a window.</summary>
/// <param name="Name">Which picture.</param>
/// <param name="Kind">Its format.</param>
/// <param name="Width">The window's width, in CSS pixels.</param>
/// <param name="Dark">Whether the window says that its reader likes it dark.</param>
/// <param name="Texts">How many pieces of text there are.</param>
/// <param name="Outside">How many of them leave the picture, or have no width.</param>
/// <param name="Overlapping">How many lines of text lie over another.</param>
/// <param name="Sideways">By how much the page is wider than the window, in CSS pixels: a reader would have to scroll.</param>
/// <param name="Columns">How many places there are at which a page's paths begin, from left to right.</param>
/// <param name="Levels">The same from top to bottom.</param>
/// <param name="SmallestText">In CSS pixels.</param>
/// <param name="LowestContrast">Of a text and what is behind it, by WCAG 2.2: 1 is not to be seen, 21 is black on white, 4.5 is asked for.</param>
/// <param name="Requests">What it loaded.</param>
/// <param name="Scripts">How many scripts it has.</param>
/// <param name="Paper">The page with the rules for print.</param>
/// <param name="ImageWidth">Of an SVG as an image: its width, 0 where it can't be shown.</param>
internal sealed record SeenPicture(
    string Name, PictureFormat Kind, int Width, bool Dark, int Texts, int Outside, int Overlapping, double Sideways, int Columns, int Levels,
    double SmallestText, double LowestContrast, IReadOnlyList<string> Requests, int Scripts, SeenPaper? Paper, int ImageWidth);
