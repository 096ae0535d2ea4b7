namespace PortFirewall;

/// <summary>Offers the interfaces of the namespace typed, each with its state and addresses.</summary>
internal sealed class InterfaceCompleter : HostCompleter
{
    /// <inheritdoc/>
    protected override async Task<IEnumerable<CompletionChoice>> FindAsync(TypedCommand command, CancellationToken cancellation)
        => (await FindInterfacesAsync(command, cancellation)).OrderBy(i => i.Name == "lo").Select(i => new CompletionChoice(i.Name, i.Describe()));
}
