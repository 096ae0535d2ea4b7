using System.Security.Cryptography;

namespace PortFirewall;

/// <summary>Probes from another host: one connection of ssh for all that is asked, side by side over there.</summary>
internal sealed class SshProber(SshVantage vantage) : IProber
{
    /// <inheritdoc/>
    public async Task ProbeAsync(ProbePlan plan, Action<PortProbe> report, CancellationToken cancellation)
    {
        if (plan.Datagram is not null)
            throw VantageErrors.DatagramNotSent(vantage.Text);
        var token = RandomNumberGenerator.GetHexString(24, lowercase: true);
        var input = FarRequest.Write(plan, token, FarScript.Shell, FarScript.Python, RandomNumberGenerator.GetInt32(int.MaxValue));
        var reader = new FarReader(plan, vantage, token);
        var output = LineTarget.To(line =>
        {
            foreach (var probe in reader.Take(line))
                report(probe);
        }, FarLine.Longest);
        if (SshFailure.Of(vantage, await RunAsync(SshCommand.For(vantage, plan, input), reader, output, cancellation), reader) is { } failure)
            throw failure;
    }

    private async Task<NativeResult> RunAsync(NativeCommand command, FarReader reader, CliWrap.PipeTarget output, CancellationToken cancellation)
    {
        try
        {
            return await NativeRunner.RunAsync(command, output, cancellation);
        }
        catch (FirewallException late) when (late.ErrorId == nameof(ToolErrors.NativeCommandTimedOut))
        {
            var why = $"ssh did not end within {command.Timeout.TotalSeconds:0} s.";
            throw reader.HasBegun ? VantageErrors.VantageLost(vantage.Text, why) : VantageErrors.VantageUnreachable(vantage.Text, why);
        }
    }
}
