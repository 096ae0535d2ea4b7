namespace PortFirewall;

/// <summary>Offers hosts to connect to: this one by its addresses, and those that files name.</summary>
internal sealed class ComputerNameCompleter : HostCompleter
{
    /// <inheritdoc/>
    protected override async Task<IEnumerable<CompletionChoice>> FindAsync(TypedCommand command, CancellationToken cancellation)
    {
        var named = KnownHosts.OfHostsFile().Select(h => new CompletionChoice(h.Name, $"{h.Address}, from /etc/hosts"))
            .Concat(KnownHosts.OfSsh().Select(h => new CompletionChoice(h.Name, $"from {h.Source}")));
        return (await FindAddressesAsync(command, cancellation)).Select(a => new CompletionChoice(a.Address.Text, $"this host, on {a.Interface}")).Concat(named);
    }
}
