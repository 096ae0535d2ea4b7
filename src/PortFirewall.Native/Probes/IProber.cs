namespace PortFirewall;

/// <summary>Probes ports from one place. Each kind of <see cref="Vantage"/> has a prober of its own.</summary>
internal interface IProber
{
    /// <summary>Tries every wanted address of one computer on every port of the plan, side by side.</summary>
    /// <param name="computerName">A name or address of the plan.</param>
    /// <param name="plan">Ports, families and the bound on time.</param>
    /// <param name="report">Takes each result as it comes, from any thread.</param>
    /// <param name="cancellation">Ends it at once.</param>
    Task ProbeAsync(string computerName, ProbePlan plan, Action<PortProbe> report, CancellationToken cancellation);
}
