using System.Management.Automation;

namespace PortFirewall;

/// <summary>Takes the answers of Test-PortPath as they come, also what is left of one after remoting or a job.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PathInputAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
        => inputData is object[] several ? Flatten(several).Select(TransformOne).ToArray() : TransformOne(inputData);

    // Of two variables that hold two answers each, separated by a comma.
    private static IEnumerable<object> Flatten(object[] several)
        => several.SelectMany(one => (one is PSObject wrapped ? wrapped.BaseObject : one) is object[] inner ? Flatten(inner) : [one]);

    // The engine would make an answer of any object, with nothing in it; told of a cast that failed, it tries the other parameters that take input.
    private static object TransformOne(object input)
        => input is null ? input! : Deserialized.Path(PSObject.AsPSObject(input)) ?? throw new ArgumentTransformationMetadataException(
            "This is not what Test-PortPath emits.", new PSInvalidCastException("This is not what Test-PortPath emits."));
}
