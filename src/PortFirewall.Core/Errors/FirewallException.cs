using System.Runtime.CompilerServices;

namespace PortFirewall;

/// <summary>
/// An error with a name: everything that PortFirewall reports is one of these, made by a factory whose method name is the
/// error id, so that the id and the message can't drift apart.
/// </summary>
public sealed class FirewallException : Exception
{
    private FirewallException(string errorId, FirewallErrorKind kind, object? target, string message, string recommendedAction, Exception? inner)
        : base(message, inner)
    {
        ErrorId = errorId;
        Kind = kind;
        Target = target;
        RecommendedAction = recommendedAction;
    }

    /// <summary>The stable name of the cause, such as <c>ChainNotFound</c>.</summary>
    public string ErrorId { get; }

    /// <summary>The sort of error.</summary>
    public FirewallErrorKind Kind { get; }

    /// <summary>The value, rule or name that it is about; null where there is none.</summary>
    public object? Target { get; }

    /// <summary>What to do next, as a sentence.</summary>
    public string RecommendedAction { get; }

    /// <summary>True where going on with further input would be pointless, such as a missing tool or missing privilege.</summary>
    public bool IsTerminating { get; private init; }

    /// <summary>Makes an error named after the factory method that calls this.</summary>
    internal static FirewallException Create(
        FirewallErrorKind kind,
        object? target,
        string message,
        string recommendedAction,
        bool terminating = false,
        Exception? inner = null,
        [CallerMemberName] string errorId = "")
        => new(errorId, kind, target, Printable(message), Printable(recommendedAction), inner) { IsTerminating = terminating };

    /// <summary>The same error where something else is to be done about it.</summary>
    /// <param name="recommendedAction">What to do, as sentences.</param>
    internal FirewallException Advising(string recommendedAction)
        => new(ErrorId, Kind, Target, Message, Printable(recommendedAction), InnerException) { IsTerminating = IsTerminating };

    /// <summary>Control characters, from wherever they came into a message, would be obeyed by the terminal that shows it.</summary>
    private static string Printable(string text)
        => text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c)) : text;
}
