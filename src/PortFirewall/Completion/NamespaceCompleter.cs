namespace PortFirewall;

/// <summary>Offers the network namespaces that have a name.</summary>
internal sealed class NamespaceCompleter : Completer
{
    /// <inheritdoc/>
    protected override Task<IEnumerable<CompletionChoice>> FindAsync(TypedCommand command, CancellationToken cancellation)
    {
        var labs = LabRecord.List().Select(LabPlan.For).ToList();
        return Task.FromResult(NetworkNamespaces.List().Select(name => new CompletionChoice(name, ToolTip(name, labs))));
    }

    private static string ToolTip(string name, List<LabPlan> labs)
        => labs.Find(l => l.Server == name) is { } served ? $"network namespace, the server of the lab {served.Name}"
            : labs.Find(l => l.Client == name) is { } asked ? $"network namespace, the client of the lab {asked.Name}"
            : "network namespace";
}
