using System.Management.Automation;

namespace PortFirewall;

/// <summary>Takes chains as they come, also what is left of one after remoting or a job, for the views.</summary>
internal static class DeserializedChain
{
    /// <summary>The chain; null where it is something else. Of a rule that became text on the way, only the text is left.</summary>
    public static IptablesChain? Read(PSObject input)
    {
        if (input.BaseObject is IptablesChain chain)
            return chain;
        if (Deserialized.Text(input, "Name") is not { } name || Deserialized.Text(input, "Table") is not { } table
            || Deserialized.Value<AddressFamily>(input, "AddressFamily") is not { } family || Deserialized.Value<ChainPolicy>(input, "Policy") is not { } policy)
            return null;
        return new IptablesChain
        {
            Name = name,
            Table = table,
            AddressFamily = family,
            Policy = policy,
            Packets = Deserialized.Value<ulong>(input, "Packets") ?? 0,
            Bytes = Deserialized.Value<ulong>(input, "Bytes") ?? 0,
            Rules = [.. (LanguagePrimitives.GetEnumerable(input.Properties["Rules"]?.Value)?.Cast<object>() ?? []).Select(rule => Deserialized.RuleWithin(input, PSObject.AsPSObject(rule)))],
            Backend = Deserialized.Value<IptablesBackend>(input, "Backend"),
            NetworkNamespace = Deserialized.Text(input, "NetworkNamespace"),
        };
    }
}
