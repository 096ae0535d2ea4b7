using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace PortFirewall;

/// <summary>Carries out a <see cref="ProbePlan"/>: all of it side by side, each result handed over as it comes.</summary>
internal static class PortProber
{
    /// <summary>Probes until all is known, or <paramref name="cancellation"/> says otherwise. A place that can't be used ends it.</summary>
    /// <inheritdoc cref="RunAsync(ProbePlan, Action{FirewallException}, CancellationToken)"/>
    public static IAsyncEnumerable<PortProbe> RunAsync(ProbePlan plan, CancellationToken cancellation)
        => RunAsync(plan, failure => throw failure, cancellation);

    /// <summary>Probes until all is known. Where one place can't be used, the others go on.</summary>
    /// <param name="plan">What to probe.</param>
    /// <param name="failed">Takes the error about a place, in turn with the results, on the thread of whoever reads them or on any other.</param>
    /// <param name="cancellation">Ends it at once.</param>
    /// <exception cref="FirewallException">
    /// <c>InvalidNetworkNamespaceName</c>, <c>NetworkNamespaceNotFound</c>, <c>ToolNotFound</c>: before anything is sent; <c>PrivilegeRequired</c>.
    /// </exception>
    public static async IAsyncEnumerable<PortProbe> RunAsync(
        ProbePlan plan, Action<FirewallException> failed, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var slots = new ProbeSlots();
        var probers = plan.Vantages.Select(vantage => Probers.For(vantage, slots)).ToList();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var results = Channel.CreateUnbounded<ProbeReport>(new UnboundedChannelOptions { SingleReader = true });
        var work = ProduceAsync(plan, probers, results.Writer, stop.Token);
        try
        {
            await foreach (var report in results.Reader.ReadAllAsync(cancellation))
            {
                if (report.Failure is { } failure)
                    failed(failure);
                else
                    yield return report.Probe!;
            }
            await work;
        }
        finally
        {
            // Whoever reads may have stopped early: nothing goes on behind its back.
            await stop.CancelAsync();
            await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task ProduceAsync(
        ProbePlan plan, IEnumerable<IProber> probers, ChannelWriter<ProbeReport> results, CancellationToken cancellation)
    {
        try
        {
            await Task.WhenAll(probers.Select(prober => ProbeAsync(prober, plan, results, cancellation)));
        }
        finally
        {
            results.Complete();
        }
    }

    private static async Task ProbeAsync(IProber prober, ProbePlan plan, ChannelWriter<ProbeReport> results, CancellationToken cancellation)
    {
        try
        {
            await prober.ProbeAsync(plan, probe => results.TryWrite(new ProbeReport(probe, null)), cancellation);
        }
        catch (FirewallException failure) when (!failure.IsTerminating)
        {
            results.TryWrite(new ProbeReport(null, failure));
        }
    }
}
