using System.Globalization;
using System.Management.Automation;

namespace PortFirewall;

/// <summary>
/// Lets a port be a number as well as text without a conversion by the engine. That matters in a pipeline: the engine tries a
/// property that needs converting only after it has turned the whole object into text, and so would take a listener for a port.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NumbersAsTextAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value is int or long or ushort ? Convert.ToString(value, CultureInfo.InvariantCulture)! : inputData;
    }
}
