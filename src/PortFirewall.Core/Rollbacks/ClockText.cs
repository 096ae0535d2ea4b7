using System.Globalization;

namespace PortFirewall;

/// <summary>A moment in words: the time, with its day where that is not today.</summary>
internal static class ClockText
{
    public static string Of(DateTimeOffset moment)
        => moment.ToString(moment.Date == DateTimeOffset.Now.Date ? "HH:mm:ss" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
