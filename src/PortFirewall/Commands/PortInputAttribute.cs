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
    /// <summary>
    /// Whether a rule stands for the ports that it names. Where somebody asks, what else the rule says is asked for too; where a
    /// rule would be made of it, conditions that have no parameter would be lost on the way.
    /// </summary>
    public bool TakesRules { get; init; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            null => inputData!,
            string or System.Collections.IEnumerable => inputData,
            // In a list, as the parameter wants it: the engine takes longer to make one.
            IConvertible => new[] { Convert.ToString(value, CultureInfo.InvariantCulture)! },
            _ => PortOf(PSObject.AsPSObject(inputData)) is { } port ? Transform(engineIntrinsics, port) : throw Refuse(PSObject.AsPSObject(inputData)),
        };
    }

    private object? PortOf(PSObject input)
    {
        if (input.Properties["Port"]?.Value is { } port)
            return port;
        // A rule names several as one text: 80,443.
        return TakesRules && Deserialized.Text(input, "DestinationPort") is { } ports && !ports.StartsWith('!') ? ports.Split(',') : null;
    }

    // Told of a cast that failed, the engine tries the other parameters that take input.
    private ArgumentTransformationMetadataException Refuse(PSObject input)
    {
        var what = Deserialized.Text(input, "Specification") is { } rule
            ? TakesRules ? $"The rule '{rule}' does not say which ports it is about." : $"A rule ('{rule}') is no port: much of what it says would be lost."
            : $"An object of type {input.TypeNames.FirstOrDefault()} has no Port.";
        return new ArgumentTransformationMetadataException(what, new PSInvalidCastException(what));
    }
}
