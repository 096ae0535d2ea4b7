using System.Management.Automation;
using System.Net;

namespace PortFirewall;

/// <summary>Takes results of opening and closing a port as they come, also what is left of one after remoting or a job, for the views.</summary>
internal static class DeserializedOpening
{
    /// <summary>The result; null where it is something else.</summary>
    /// <exception cref="FirewallException"><c>InvalidRule</c>, <c>InvalidProof</c>.</exception>
    public static PortOpening? Read(PSObject input)
    {
        if (Deserialized.Value<PortOpeningAction>(input, "Action") is not { } action || Deserialized.Text(input, "Protocol") is not { } protocol
            || Deserialized.Text(input, "Port") is not { } port || Deserialized.Text(input, "Finding") is not { } finding)
            return null;
        return new PortOpening
        {
            Action = action,
            Protocol = protocol,
            Port = port,
            AddressFamily = [],
            ComputerName = [],
            Listener = [.. Parts(input, "Listener").Select(Listener)],
            Chain = [.. Parts(input, "Chain").Select(DeserializedChain.Read).OfType<IptablesChain>()],
            RuleTest = [.. Parts(input, "RuleTest").Select(RuleTest).OfType<IptablesRuleTest>()],
            Rule = [.. Parts(input, "Rule").Select(Deserialized.Rule)],
            Path = [.. Parts(input, "Path").Select(Deserialized.Path).OfType<PortPath>()],
            Probe = [.. Parts(input, "Probe").Select(Deserialized.Probe).OfType<PortProbe>()],
            ProbeBefore = [.. Parts(input, "ProbeBefore").Select(Deserialized.Probe).OfType<PortProbe>()],
            Proof = [.. Parts(input, "Proof").Select(Deserialized.Proof)],
            Save = [.. Parts(input, "Save").Select(Save).OfType<IptablesSaveResult>()],
            FailedStep = Deserialized.Value<PortOpeningStep>(input, "FailedStep"),
            ErrorId = Deserialized.Text(input, "ErrorId"),
            Finding = finding,
            RecommendedAction = Deserialized.Text(input, "RecommendedAction"),
            Changed = Deserialized.Value<bool>(input, "Changed") ?? false,
            Undone = Deserialized.Value<bool>(input, "Undone") ?? false,
            Rollback = input.Properties["Rollback"]?.Value is { } rollback ? Rollback(PSObject.AsPSObject(rollback)) : null,
            NetworkNamespace = Deserialized.Text(input, "NetworkNamespace"),
        };
    }

    private static IEnumerable<PSObject> Parts(PSObject input, string property)
        => (LanguagePrimitives.GetEnumerable(input.Properties[property]?.Value)?.Cast<object?>() ?? []).OfType<object>().Select(PSObject.AsPSObject);

    private static PortListener Listener(PSObject input) => new()
    {
        Protocol = Deserialized.Text(input, "Protocol") ?? "",
        AddressFamily = Deserialized.Value<AddressFamily>(input, "AddressFamily") ?? default,
        LocalAddress = IPAddress.TryParse(Deserialized.Text(input, "LocalAddress"), out var address) ? address : IPAddress.None,
        Port = Deserialized.Value<int>(input, "Port") ?? 0,
        Scope = Deserialized.Value<ListenerScope>(input, "Scope") ?? default,
        AcceptsIPv4 = Deserialized.Value<bool>(input, "AcceptsIPv4") ?? false,
        AcceptsIPv6 = Deserialized.Value<bool>(input, "AcceptsIPv6") ?? false,
        ProcessName = Deserialized.Text(input, "ProcessName"),
    };

    private static IptablesRuleTest? RuleTest(PSObject input)
        => Deserialized.Value<bool>(input, "Exists") is not { } exists || Deserialized.Value<AddressFamily>(input, "AddressFamily") is not { } family ? null : new IptablesRuleTest
        {
            Exists = exists,
            RuleNumber = [],
            Specification = Deserialized.Text(input, "Specification") ?? "",
            Table = Deserialized.Text(input, "Table") ?? "",
            Chain = Deserialized.Text(input, "Chain") ?? "",
            AddressFamily = family,
            Command = Deserialized.Text(input, "Command") ?? "",
        };

    private static IptablesSaveResult? Save(PSObject input)
        => Deserialized.Text(input, "Path") is not { } path ? null : new IptablesSaveResult
        {
            Provider = Deserialized.Text(input, "Provider") ?? "",
            Path = path,
            AddressFamily = Deserialized.Value<AddressFamily>(input, "AddressFamily") ?? default,
            Verified = Deserialized.Value<bool>(input, "Verified") ?? false,
            Added = [],
            Removed = [],
        };

    private static IptablesRollback? Rollback(PSObject input)
        => Deserialized.Text(input, "Id") is not { } id || Deserialized.Value<IptablesRollbackState>(input, "State") is not { } state
            || Deserialized.Value<DateTimeOffset>(input, "Deadline") is not { } deadline ? null : new IptablesRollback
            {
                Id = id,
                State = state,
                Command = Deserialized.Text(input, "Command") ?? "",
                Change = [],
                Armed = Deserialized.Value<DateTimeOffset>(input, "Armed") ?? deadline,
                Deadline = deadline,
                RemainingSeconds = Deserialized.Value<double>(input, "RemainingSeconds") ?? 0,
                AddressFamily = [],
            };
}
