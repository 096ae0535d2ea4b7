namespace PortFirewall;

/// <summary>A part of a <see cref="PortOperation"/> that a person may watch.</summary>
/// <param name="Step">The step of the guide that it is.</param>
/// <param name="Name">What it does, in words.</param>
/// <param name="RunAsync">Does it.</param>
internal sealed record OperationStage(PortOpeningStep Step, string Name, Func<CancellationToken, Task> RunAsync)
{
    /// <summary>Whether somebody connects, so that there is something to do even if nothing is changed.</summary>
    public bool SendsPackets { get; init; }
}
