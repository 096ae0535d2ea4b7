using System.Globalization;

namespace PortFirewall.Host;

/// <summary>The culture of this program, which loads no culture data and so knows no more of a culture than its name.</summary>
/// <remarks>
/// The engine looks for help in a folder of the culture's name, and wraps text between words only in languages that it knows
/// to have spaces there. The invariant culture is neither here nor there.
/// </remarks>
internal sealed class EnglishCulture() : CultureInfo("en-US")
{
    public override string TwoLetterISOLanguageName => "en";
}
