using System.Collections;
using System.Management.Automation;

namespace PortFirewall;

/// <summary>A part of a port's packets as a sentence, from whatever has its properties. Called by the views.</summary>
public static class PathPartView
{
    /// <summary>Which packets it is about, what it hangs on, and by which way they came there.</summary>
    /// <param name="part">The part, or what is left of one after remoting.</param>
    public static string Words(object? part)
    {
        string?[] words =
        [
            PathWords.Part("port", Text(part, nameof(PortPathSegment.Port))),
            PathWords.Part("from", Text(part, nameof(PortPathSegment.Source))),
            PathWords.Part("to", Text(part, nameof(PortPathSegment.Destination))),
            PathWords.Part("on", Text(part, nameof(PortPathSegment.InInterface))),
            PathWords.Part("from port", Text(part, nameof(PortPathSegment.SourcePort))),
            PathWords.Part("in state", Text(part, nameof(PortPathSegment.ConnectionState))),
            PathWords.Part("if", Join(part, nameof(PortPathSegment.Conditions), " and ")),
            PathWords.Part("by way of", Join(part, nameof(PortPathSegment.Via), ", ")),
            PathWords.Part("sent to", Text(part, nameof(PortPathSegment.TranslatedTo))),
        ];
        return string.Join(' ', words.OfType<string>());
    }

    private static object? Value(object? part, string property) => part is null ? null : PSObject.AsPSObject(part).Properties[property]?.Value;

    private static string? Text(object? part, string property) => Value(part, property)?.ToString() is { Length: > 0 } text ? text : null;

    private static string? Join(object? part, string property, string between)
        => (Value(part, property) is PSObject wrapped ? wrapped.BaseObject : Value(part, property)) is IEnumerable several and not string
            && string.Join(between, several.Cast<object?>()) is { Length: > 0 } text ? text : null;
}
