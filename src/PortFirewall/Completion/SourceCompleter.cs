namespace PortFirewall;

/// <summary>Offers where packets may come from: who works here over ssh, and the networks that the host is in.</summary>
internal sealed class SourceCompleter : HostCompleter
{
    /// <inheritdoc/>
    protected override async Task<IEnumerable<CompletionChoice>> FindAsync(TypedCommand command, CancellationToken cancellation)
    {
        var session = SshSessions.Find() is { } ssh && command.Families.Contains(ssh.Family)
            ? [new CompletionChoice(ssh.Client, $"where this ssh session comes from, to {ssh.Server} port {ssh.ServerPort}")] : Array.Empty<CompletionChoice>();
        var networks = await FindAddressesAsync(command, cancellation);
        return session.Concat(networks.Where(a => a.Interface != "lo").Select(a => new CompletionChoice(a.Address.Network, $"the network of {a.Interface}")));
    }
}
