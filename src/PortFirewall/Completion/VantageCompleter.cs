namespace PortFirewall;

/// <summary>Offers places to connect from: namespaces of this host, and hosts that ssh knows.</summary>
internal sealed class VantageCompleter : Completer
{
    private const string NamespaceScheme = "netns:";

    /// <inheritdoc/>
    protected override IEnumerable<CompletionChoice> Known(TypedCommand command)
        => [new CompletionChoice(NamespaceScheme, "a network namespace of this host, by its name"), new CompletionChoice(SshVantage.Scheme, "another host: ssh://[user@]host[:port]")];

    /// <inheritdoc/>
    protected override Task<IEnumerable<CompletionChoice>> FindAsync(TypedCommand command, CancellationToken cancellation)
        => Task.FromResult(NetworkNamespaces.List()
            // Packets from the firewall's own namespace cross no network.
            .Where(name => name != command.NetworkNamespace)
            .Select(name => new CompletionChoice(NamespaceScheme + name, "network namespace of this host"))
            .Concat(KnownHosts.OfSsh().Select(h => new CompletionChoice(SshVantage.Scheme + (h.Name.Contains(':') ? $"[{h.Name}]" : h.Name), $"ssh host, from {h.Source}"))));

    /// <summary>Also by the name alone: <c>cli</c> finds <c>ssh://client</c>.</summary>
    protected override bool Matches(CompletionChoice choice, TypedWord word)
        => base.Matches(choice, word)
            || (choice.Text.Length > NamespaceScheme.Length && word.Begins(choice.Text.StartsWith(NamespaceScheme, StringComparison.Ordinal) ? choice.Text[NamespaceScheme.Length..] : choice.Text[SshVantage.Scheme.Length..]));
}
