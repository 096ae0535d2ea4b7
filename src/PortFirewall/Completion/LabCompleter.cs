namespace PortFirewall;

/// <summary>Offers the labs that there are.</summary>
internal sealed class LabCompleter : Completer
{
    /// <inheritdoc/>
    protected override Task<IEnumerable<CompletionChoice>> FindAsync(TypedCommand command, CancellationToken cancellation)
        => Task.FromResult(LabRecord.List().Select(name => new CompletionChoice(name, $"lab with the namespaces {LabPlan.For(name).Server} and {LabPlan.For(name).Client}")));
}
