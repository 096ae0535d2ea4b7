namespace PortFirewall;

/// <summary>Offers every protocol that a rule can name, those that have ports first.</summary>
internal sealed class AnyProtocolCompleter : ProtocolCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionChoice> Known(TypedCommand command)
        => base.Known(command).Concat(ProtocolNumbers.Names.Select(name => new CompletionChoice(name, $"protocol number {ProtocolNumbers.NumberOf(name)}")));
}
