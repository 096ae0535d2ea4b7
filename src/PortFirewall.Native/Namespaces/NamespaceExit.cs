using System.Collections.Concurrent;

namespace PortFirewall;

/// <summary>
/// Hands over what came of work in a namespace, on a thread that has never been in one: to complete a task is to queue
/// whoever waits for it, and so, at times, to start a thread.
/// </summary>
internal sealed class NamespaceExit
{
    private static readonly Lazy<NamespaceExit> Only = new(() => new NamespaceExit());

    private readonly BlockingCollection<Action> _outcomes = [];

    private NamespaceExit() => new Thread(Serve) { IsBackground = true, Name = "netns exit" }.Start();

    /// <summary>The exit; to be asked for before the namespace is entered.</summary>
    public static NamespaceExit Open() => Only.Value;

    /// <summary>Has the outcome told to whoever waits for it.</summary>
    public void HandOver(Action outcome) => _outcomes.Add(outcome);

    private void Serve()
    {
        foreach (var outcome in _outcomes.GetConsumingEnumerable())
            outcome();
    }
}
