namespace PortFirewall;

/// <summary>Offers the protocols that have ports.</summary>
internal class ProtocolCompleter : Completer
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionChoice> Known(TypedCommand command)
        => ProtocolNumbers.WithPorts.Select(name => new CompletionChoice(name, $"{name.ToUpperInvariant()}, protocol number {ProtocolNumbers.NumberOf(name)}"));
}
