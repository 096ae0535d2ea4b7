namespace PortFirewall;

/// <summary>Offers what can load rules at boot, those that this host has first.</summary>
internal sealed class ProviderCompleter : Completer
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionChoice> Known(TypedCommand command) => PersistenceProviders.All.Select(p => new CompletionChoice(p.Name, p.Name));

    /// <inheritdoc/>
    protected override Task<IEnumerable<CompletionChoice>> FindAsync(TypedCommand command, CancellationToken cancellation)
        => Task.FromResult(PersistenceProviders.All.OrderByDescending(p => p.IsInstalled)
            .Select(p => new CompletionChoice(p.Name, $"{p.Name}, {(p.IsInstalled ? "installed" : "not installed here")}")));
}
