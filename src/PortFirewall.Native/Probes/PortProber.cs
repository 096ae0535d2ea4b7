using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace PortFirewall;

/// <summary>Carries out a <see cref="ProbePlan"/>: all of it side by side, each result handed over as it comes.</summary>
internal static class PortProber
{
    /// <summary>How many names are looked up at a time; each lookup holds a thread.</summary>
    private const int LookupsAtOnce = 32;

    /// <summary>Probes until all is known, or <paramref name="cancellation"/> says otherwise.</summary>
    /// <exception cref="FirewallException">
    /// <c>InvalidNetworkNamespaceName</c>, <c>NetworkNamespaceNotFound</c>: before anything is sent; <c>PrivilegeRequired</c>.
    /// </exception>
    public static async IAsyncEnumerable<PortProbe> RunAsync(ProbePlan plan, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var slots = new ProbeSlots();
        var probers = plan.Vantages.Select(vantage => Probers.For(vantage, slots)).ToList();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var results = Channel.CreateUnbounded<PortProbe>(new UnboundedChannelOptions { SingleReader = true });
        var work = ProduceAsync(plan, probers, results.Writer, stop.Token);
        try
        {
            await foreach (var probe in results.Reader.ReadAllAsync(cancellation))
                yield return probe;
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
        ProbePlan plan, IReadOnlyList<IProber> probers, ChannelWriter<PortProbe> results, CancellationToken cancellation)
    {
        try
        {
            var jobs = plan.ComputerNames.SelectMany(name => probers.Select(prober => (name, prober)));
            await Parallel.ForEachAsync(
                jobs,
                new ParallelOptions { MaxDegreeOfParallelism = LookupsAtOnce, CancellationToken = cancellation },
                async (job, token) => await job.prober.ProbeAsync(job.name, plan, probe => results.TryWrite(probe), token));
        }
        finally
        {
            results.Complete();
        }
    }
}
