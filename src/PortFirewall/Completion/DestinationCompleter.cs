namespace PortFirewall;

/// <summary>Offers the addresses that the host has, each with its interface.</summary>
internal sealed class DestinationCompleter : HostCompleter
{
    /// <inheritdoc/>
    protected override async Task<IEnumerable<CompletionChoice>> FindAsync(TypedCommand command, CancellationToken cancellation)
        => (await FindAddressesAsync(command, cancellation)).Select(a => new CompletionChoice(a.Address.Text, $"address of {a.Interface}"));
}
