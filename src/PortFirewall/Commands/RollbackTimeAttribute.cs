using System.Globalization;
using System.Management.Automation;

namespace PortFirewall;

/// <summary>Takes the time after which a change is taken back as seconds, or as a time span: <c>(New-TimeSpan -Minutes 5)</c>, <c>00:05:00</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RollbackTimeAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
    {
        TimeSpan time => Seconds(time),
        // Without a colon the engine's own reading holds: '90' is ninety seconds, and not ninety days.
        string text when text.Contains(':') && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) => Seconds(time),
        string text when !int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _)
            => throw new ArgumentTransformationMetadataException($"'{text}' is no time. Give seconds, such as 600, or a time span, such as 00:10:00."),
        _ => inputData,
    };

    /// <summary>Rounded up, as a timer of half a second would be none; what is too long for a number is refused as too long.</summary>
    private static int Seconds(TimeSpan time) => (int)Math.Clamp(Math.Ceiling(time.TotalSeconds), int.MinValue, int.MaxValue);
}
