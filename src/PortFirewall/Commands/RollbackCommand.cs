using System.Management.Automation;

namespace PortFirewall;

/// <summary>The base of the cmdlets that look at or decide changes which a timer takes back.</summary>
public abstract class RollbackCommand : FirewallCommand
{
    /// <summary>The ids, or what Get-IptablesRollback emits.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RollbackCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>The network namespace (<c>ip netns</c>) whose changes are meant.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [AllowNull]
    [AllowEmptyString]
    public string? NetworkNamespace { get; set; }

    /// <summary>What came down the pipeline.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    private protected string? Namespace => string.IsNullOrEmpty(NetworkNamespace) ? null : NetworkNamespace;

    /// <summary>The rollbacks that are named, or the one of a piped opening.</summary>
    private string[] Named
        => Id.Length > 0 ? Id : InputObject?.Properties[nameof(PortOpening.Rollback)]?.Value is { } rollback && Deserialized.Text(PSObject.AsPSObject(rollback), nameof(Id)) is { } id ? [id] : [];

    private protected bool IsNamed => Named.Length > 0;

    /// <summary>Does something for each rollback that is named; a wrong one is reported and does not stop the others.</summary>
    private protected void ForEachNamed(Action<IptablesRollback> work)
    {
        foreach (var id in Named)
            Guard(() => work(Await(stop => Rollbacks.ListAsync(id, stop))[0]));
    }

    /// <summary>Decides those that are named, or all that wait in the firewall that is meant.</summary>
    /// <param name="awaited">What they wait for, as in "waiting to be …".</param>
    /// <param name="work">Decides one.</param>
    private protected void ForEachToDecide(string awaited, Action<IptablesRollback> work)
    {
        if (IsNamed)
        {
            // Whoever passes everything on means what waits. What was waiting when it was shown is another matter: its time may be up since.
            if (WasDecided)
                WriteVerbose($"{string.Join(", ", Named)} was decided already, and does not wait to be {awaited}.");
            else
                ForEachNamed(work);
            return;
        }
        // Whatever came down the pipeline, it was not meant to decide everything.
        if (MyInvocation.ExpectingInput)
            throw RollbackErrors.InvalidRollback();
        var scope = new FirewallScope(Namespace, Backend: null);
        var all = Await(stop => Rollbacks.ListAsync(scope, stop));
        var open = all.Where(r => r.IsOpen).ToList();
        // To say nothing would look as if everything were confirmed.
        if (open.Count == 0)
            throw RollbackErrors.NoRollbackPending(awaited, Namespace, all.Count > 0 ? all[^1] : null);
        // The latest first, so that each finds the rules as they were after it.
        foreach (var rollback in Enumerable.Reverse(open))
            Guard(() => work(rollback));
    }

    /// <summary>Whether what came down the pipeline says of itself that it is decided; what came from another session says so in text.</summary>
    private bool WasDecided
        => InputObject?.Properties[nameof(IptablesRollback.State)]?.Value?.ToString() is nameof(IptablesRollbackState.Confirmed) or nameof(IptablesRollbackState.RolledBack);

    /// <summary>The change in words, for whoever is asked about it.</summary>
    private protected static string Describe(IptablesRollback rollback) => $"{rollback.Id}: {string.Join("; ", rollback.Change)}";
}
