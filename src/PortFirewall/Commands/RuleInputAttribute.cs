using System.Management.Automation;

namespace PortFirewall;

/// <summary>Takes a rule, or the one that an issue, a proof or a step of a trace is about, also what is left of them after remoting or a job.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RuleInputAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        // The answer of Test-PortPath has a port, which is what is meant there: what happens to decide may decide for all others too.
        if (inputData is not null && PSObject.AsPSObject(inputData) is var input && input.Properties["Segments"] is null)
        {
            try
            {
                return Deserialized.RuleOf(input);
            }
            catch (FirewallException)
            {
                // Told of a cast that failed, the engine tries the other parameters that take input.
            }
        }
        const string What = "This is no rule, and tells of none.";
        throw new ArgumentTransformationMetadataException(What, new PSInvalidCastException(What));
    }
}
