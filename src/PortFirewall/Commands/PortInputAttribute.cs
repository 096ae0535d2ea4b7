using System.Globalization;
using System.Management.Automation;

namespace PortFirewall;

/// <summary>
/// Takes a port as text, as a number, or as the <c>Port</c> of an object such as a listener or a lab. Left alone, the engine
/// would turn the whole object into text, and the name of its type would be taken for a port.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PortInputAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            int or long or ushort => Convert.ToString(value, CultureInfo.InvariantCulture)!,
            string or System.Collections.IEnumerable => inputData,
            // Not the DestinationPort of a rule: what else the rule asks for would be lost on the way.
            _ => PSObject.AsPSObject(inputData).Properties["Port"]?.Value is { } port ? Transform(engineIntrinsics, port) : inputData,
        };
    }
}
