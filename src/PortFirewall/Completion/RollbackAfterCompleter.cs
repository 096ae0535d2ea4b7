using System.Globalization;

namespace PortFirewall;

/// <summary>Offers times after which a change is taken back.</summary>
internal sealed class RollbackAfterCompleter : Completer
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionChoice> Known(TypedCommand command)
        => new[] { (60, "a minute"), (120, "two minutes"), (300, "five minutes"), (900, "a quarter of an hour"), (3600, "an hour") }
            .Select(t => new CompletionChoice(t.Item1.ToString(CultureInfo.InvariantCulture), $"taken back after {t.Item2} unless it is confirmed"));
}
