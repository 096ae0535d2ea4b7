namespace PortFirewall;

/// <summary>The same for cmdlets that mean every protocol where none is typed.</summary>
internal sealed class AnyPortCompleter : PortCompleter
{
    /// <inheritdoc/>
    private protected override IReadOnlyList<string> ProtocolsMeant(TypedCommand command) => ProtocolNumbers.WithPorts;
}
