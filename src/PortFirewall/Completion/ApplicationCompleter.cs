namespace PortFirewall;

/// <summary>Offers the names of the applications that can be asked, each with its port.</summary>
internal sealed class ApplicationCompleter : Completer
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionChoice> Known(TypedCommand command)
        => DatagramApplications.All.Select(a => new CompletionChoice(a.Name!, a.DefaultPort is { } port ? $"{a.Name}, UDP port {port}" : $"{a.Name}, at a port that you give"));
}
