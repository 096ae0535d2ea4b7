using System.Security.Cryptography;

namespace PortFirewall;

/// <summary>Probes from another host: one connection of ssh for all that is asked, side by side over there.</summary>
internal sealed class SshProber(SshVantage vantage) : IProber
{
    /// <inheritdoc/>
    public async Task ProbeAsync(ProbePlan plan, Action<PortProbe> report, CancellationToken cancellation)
    {
        var token = RandomNumberGenerator.GetHexString(24, lowercase: true);
        var reader = new FarReader(plan, vantage, token);
        reader.Expect(looksUp: plan.Datagram is not null);
        await AskAsync(null);
        if (plan.Datagram is null)
            return;
        reader.Expect(looksUp: false);
        if (!reader.IsWhole)
            await AskAsync(reader.Datagrams());

        async Task AskAsync(IEnumerable<FarQuestion>? datagrams)
        {
            var input = FarRequest.Write(plan, token, FarScript.Shell, FarScript.Python, RandomNumberGenerator.GetInt32(int.MaxValue), datagrams);
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var output = LineTarget.To(line =>
            {
                foreach (var probe in reader.Take(line))
                    report(probe);
                // The far side listens on in case that what came was not the reply.
                if (datagrams is not null && reader.IsWhole)
                    enough.Cancel();
            }, FarLine.Longest);
            try
            {
                if (SshFailure.Of(vantage, await RunAsync(plan, SshCommand.For(vantage, plan, input), reader, output, enough.Token), reader) is { } failure)
                    throw failure;
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                // All that was asked is known.
            }
        }
    }

    private async Task<NativeResult> RunAsync(ProbePlan plan, NativeCommand command, FarReader reader, CliWrap.PipeTarget output, CancellationToken cancellation)
    {
        try
        {
            return await NativeRunner.RunAsync(command, output, cancellation);
        }
        catch (FirewallException late) when (late.ErrorId == nameof(ToolErrors.NativeCommandTimedOut))
        {
            throw SshFailure.OfTimeout(vantage, plan, command.Timeout, reader);
        }
    }
}
