namespace PortFirewall;

/// <summary>Probes ports from one place. Each kind of <see cref="Vantage"/> has a prober of its own.</summary>
internal interface IProber
{
    /// <summary>Tries every wanted address of each computer of the plan on every port, side by side.</summary>
    /// <param name="plan">Computers, ports, families and the bound on time.</param>
    /// <param name="report">Takes each result as it comes, from any thread.</param>
    /// <param name="cancellation">Ends it at once.</param>
    /// <exception cref="FirewallException">The place can't be used. That says nothing about any port.</exception>
    Task ProbeAsync(ProbePlan plan, Action<PortProbe> report, CancellationToken cancellation);
}
