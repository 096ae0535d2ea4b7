using System.Management.Automation;

namespace PortFirewall;

/// <summary>Takes a rule set as an object, as what is left of one after remoting, or as the file that holds it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RulesetInputAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
        => inputData is object[] several ? Array.ConvertAll(several, one => TransformOne(engineIntrinsics, one)) : TransformOne(engineIntrinsics, inputData);

    private static object TransformOne(EngineIntrinsics engine, object input)
    {
        if (input is null)
            return input!;
        var wrapped = PSObject.AsPSObject(input);
        try
        {
            return wrapped.BaseObject switch
            {
                string text => FileOf(engine, text) is { } file ? Read(file) : input,
                FileInfo file => Read(file.FullName),
                // Whatever else it is belongs to another parameter, or is for the engine to refuse.
                _ => wrapped.Properties["Text"] is not null && wrapped.Properties["AddressFamily"] is not null ? Deserialized.Ruleset(wrapped) : input,
            };
        }
        catch (FirewallException failure)
        {
            throw new ArgumentTransformationMetadataException(failure.Message, failure);
        }
    }

    /// <summary>A text from the pipeline may also be a port or a service: neither has a slash, and a name with a dot has to be that of a file.</summary>
    private static string? FileOf(EngineIntrinsics engine, string text)
    {
        if (!text.Contains('/') && !text.Contains('.'))
            return null;
        var file = FilePaths.Resolve(engine.SessionState.Path, text);
        return text.Contains('/') || File.Exists(file) ? file : null;
    }

    // On a thread of the pool, where no synchronization context can make the waiting a deadlock.
    private static IptablesRuleset Read(string file) => Task.Run(async () =>
    {
        var lines = await RulesetFile.ReadLinesAsync(file, CancellationToken.None);
        return RulesetImport.Read(lines, RulesetFamily.Of(lines, file), file);
    }).GetAwaiter().GetResult();
}
