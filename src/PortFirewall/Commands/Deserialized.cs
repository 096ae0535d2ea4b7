using System.Management.Automation;
using System.Net;

namespace PortFirewall;

/// <summary>
/// Takes rules, rule sets, probes and proofs as they come: the objects themselves, or what is left of them after remoting or a job, which has
/// the same properties and another type.
/// </summary>
internal static class Deserialized
{
    /// <exception cref="FirewallException"><c>InvalidRule</c>.</exception>
    public static IptablesRule Rule(PSObject input)
    {
        if (input.BaseObject is IptablesRule rule)
            return rule;
        if (Text(input, "Specification") is not { } specification || Text(input, "Chain") is not { } chain
            || Text(input, "Table") is not { } table || Value<AddressFamily>(input, "AddressFamily") is not { } family)
            throw ProofErrors.InvalidRule();
        return new IptablesRule
        {
            Number = Value<int>(input, "Number") ?? 0,
            Chain = chain,
            Table = table,
            AddressFamily = family,
            Packets = Value<ulong>(input, "Packets") ?? 0,
            Bytes = Value<ulong>(input, "Bytes") ?? 0,
            Specification = specification,
            Backend = Value<IptablesBackend>(input, "Backend"),
            NetworkNamespace = Text(input, "NetworkNamespace"),
        };
    }

    /// <summary>The rule, or the one that an issue, a proof or a step of a trace is about.</summary>
    /// <exception cref="FirewallException"><c>InvalidRule</c>.</exception>
    public static IptablesRule RuleOf(PSObject input)
        => input.BaseObject is not IptablesRule && input.Properties["Specification"] is null && Value(input, "Rule") is { } rule
            ? RuleWithin(input, PSObject.AsPSObject(rule)) : Rule(input);

    /// <exception cref="FirewallException"><c>InvalidRuleset</c>, <c>UnreadableRuleset</c>.</exception>
    public static IptablesRuleset Ruleset(PSObject input)
    {
        if (input.BaseObject is IptablesRuleset ruleset)
            return ruleset;
        if (Value<AddressFamily>(input, "AddressFamily") is not { } family || Value(input, "Text") is not string text)
            throw RulesetErrors.InvalidRuleset();
        // A host without tables gives an empty text.
        return RulesetImport.Read(TextLines.Of(text), family, Text(input, "Path"), mayBeEmpty: true);
    }

    /// <summary>The files of a checkpoint; null where it is something else.</summary>
    public static IReadOnlyList<string>? CheckpointFiles(PSObject input)
        => input.Properties["Rulesets"] is not null && input.Properties["Created"] is not null && Value(input, "Path") is { } path
            && LanguagePrimitives.TryConvertTo<string[]>(path, out var files) && files.Length > 0 ? files : null;

    /// <summary>The proof, or those of an opening that came about.</summary>
    /// <exception cref="FirewallException"><c>InvalidProof</c>.</exception>
    public static IReadOnlyList<PortProof> Proofs(PSObject input)
        => input.Properties["Confirmed"] is null && Value<bool>(input, "Succeeded") == true && LanguagePrimitives.GetEnumerable(Value(input, "Proof")) is { } proofs
            ? [.. proofs.Cast<object>().Select(PSObject.AsPSObject).Select(Proof)] : [Proof(input)];

    /// <exception cref="FirewallException"><c>InvalidProof</c>.</exception>
    public static PortProof Proof(PSObject input)
    {
        if (input.BaseObject is PortProof proof)
            return proof;
        if (Value<bool>(input, "Confirmed") is not { } confirmed || input.Properties["Rule"]?.Value is not { } rule || Text(input, "Finding") is not { } finding)
            throw ProofErrors.InvalidProof();
        if (confirmed && !(Value<ulong>(input, "PacketsAfter") > Value<ulong>(input, "PacketsBefore")))
            throw ProofErrors.InvalidProof();
        return new PortProof
        {
            Rule = RuleWithin(input, PSObject.AsPSObject(rule)),
            PacketsBefore = Value<ulong>(input, "PacketsBefore") ?? 0,
            PacketsAfter = Value<ulong>(input, "PacketsAfter") ?? 0,
            ByteDelta = Value<long>(input, "ByteDelta") ?? 0,
            Probe = [],
            OwnPackets = Value<long>(input, "OwnPackets"),
            Basis = Value<ProofBasis>(input, "Basis") ?? ProofBasis.Counter,
            Confirmed = confirmed,
            Finding = finding,
        };
    }

    /// <summary>The probe; null where it is something else.</summary>
    public static PortProbe? Probe(PSObject input)
    {
        if (input.BaseObject is PortProbe probe)
            return probe;
        if (Text(input, "ComputerName") is not { } name || Text(input, "Protocol") is not { } protocol || Text(input, "Vantage") is not { } vantage
            || Value<int>(input, "Port") is not { } port || Value<ProbeOutcome>(input, "Outcome") is not { } outcome
            || Value<bool>(input, "CrossesNetwork") is not { } crosses)
            return null;
        return new PortProbe
        {
            ComputerName = name,
            RemoteAddress = Address(input, "RemoteAddress"),
            Port = port,
            Protocol = protocol,
            AddressFamily = Value<AddressFamily>(input, "AddressFamily"),
            Outcome = outcome,
            Latency = Value<TimeSpan>(input, "Latency"),
            Vantage = vantage,
            LocalAddress = Address(input, "LocalAddress"),
            LocalPort = Value<int>(input, "LocalPort"),
            CrossesNetwork = crosses,
            Application = Text(input, "Application"),
            DatagramsSent = Value<int>(input, "DatagramsSent"),
            ReplyText = Text(input, "ReplyText"),
            Detail = Text(input, "Detail") ?? "",
        };
    }

    /// <summary>The way of packets; null where it is something else. Of its parts only what is text or a list of texts is left.</summary>
    public static PortPath? Path(PSObject input)
    {
        if (input.BaseObject is PortPath path)
            return path;
        if (Value<AddressFamily>(input, "AddressFamily") is not { } family || Text(input, "Protocol") is not { } protocol || Text(input, "Port") is not { } port
            || Value<PortVerdict>(input, "Verdict") is not { } verdict || Text(input, "DecidedBy") is not { } decidedBy || LanguagePrimitives.GetEnumerable(Value(input, "Segments")) is not { } segments)
            return null;
        return new PortPath
        {
            AddressFamily = family,
            Protocol = protocol,
            Port = port,
            Verdict = verdict,
            DecidedBy = decidedBy,
            Segments = [.. segments.Cast<object>().Select(PSObject.AsPSObject).Select(Segment).OfType<PortPathSegment>()],
            Basis = Value<PathBasis>(input, "Basis") ?? PathBasis.Analysis,
            NetworkNamespace = Text(input, "NetworkNamespace"),
        };
    }

    private static PortPathSegment? Segment(PSObject input)
    {
        if (Text(input, "Port") is not { } port || Value<PortVerdict>(input, "Verdict") is not { } verdict || Text(input, "DecidedBy") is not { } decidedBy)
            return null;
        return new PortPathSegment
        {
            Source = Text(input, "Source"),
            Destination = Text(input, "Destination"),
            InInterface = Text(input, "InInterface"),
            SourcePort = Text(input, "SourcePort"),
            Port = port,
            ConnectionState = Text(input, "ConnectionState"),
            Verdict = verdict,
            DecidedBy = decidedBy,
            Rule = Value(input, "Rule") is PSObject rule && rule.Properties["Specification"] is not null ? Rule(rule) : null,
            Conditions = Texts(input, "Conditions"),
            Via = Texts(input, "Via"),
            TranslatedTo = Text(input, "TranslatedTo"),
            TranslatedAt = Text(input, "TranslatedAt"),
        };
    }

    private static string[] Texts(PSObject input, string property)
        => Value(input, property) is { } list && LanguagePrimitives.TryConvertTo<string[]>(list, out var texts) ? texts : [];

    /// <summary>
    /// The rule that an object tells of. Serialization turns what lies deeper than one level into text; a rule's text begins with <c>-A CHAIN</c>. It is
    /// text for eyes: with an escape in it, nobody can tell a control of the rule from the letters that stand for one.
    /// </summary>
    /// <exception cref="FirewallException"><c>InvalidRule</c>.</exception>
    public static IptablesRule RuleWithin(PSObject input, PSObject rule)
    {
        if (rule.BaseObject is not string text)
            return Rule(rule);
        if (Value<AddressFamily>(input, "AddressFamily") is not { } family || text.Split(' ', 3) is not ["-A", var chain, var specification] || VisibleText.HasEscapes(text))
            throw ProofErrors.InvalidRule();
        return new IptablesRule
        {
            Number = 0,
            Chain = chain,
            Table = Text(input, "Table") ?? "filter",
            AddressFamily = family,
            Specification = specification,
            Backend = Value<IptablesBackend>(input, "Backend"),
            NetworkNamespace = Text(input, "NetworkNamespace"),
        };
    }

    private static IPAddress? Address(PSObject input, string property) => IPAddress.TryParse(Text(input, property), out var address) ? address : null;

    public static string? Text(PSObject input, string property) => Value(input, property)?.ToString() is { Length: > 0 } text ? text : null;

    public static T? Value<T>(PSObject input, string property)
        where T : struct
        => Value(input, property) is { } value && LanguagePrimitives.TryConvertTo<T>(value, out var converted) ? converted : null;

    private static object? Value(PSObject input, string property) => input.Properties[property]?.Value;
}
