namespace PortFirewall;

/// <summary>What is sent, what is expected, and what is said to ssh may be a secret: no stream that ends up in a log has it.</summary>
public sealed class NothingSecretIsLoggedTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private const string Secret = "s3cr3t-w0rd";

    [Theory]
    [InlineData("Confirm-PortReachable 127.0.0.1 1 -Payload $secret -Expect $secret -TimeoutSeconds 0.2", "Refused")]
    [InlineData("Confirm-PortReachable 127.0.0.1 1 -Payload \"hex:$hex\" -Expect ([regex] $secret) -TimeoutSeconds 0.2", "Refused")]
    [InlineData("Confirm-PortReachable 127.0.0.1 1 -Payload \"hex:$($hex)0\"", "InvalidHexText")]
    [InlineData("Confirm-PortReachable 127.0.0.1 1 -Payload ($secret * 10000) -TimeoutSeconds 0.2", "PayloadTooLong")]
    [InlineData("Confirm-PortReachable 127.0.0.1 1 -Application dns -Payload $secret", "ApplicationWithPayload")]
    [InlineData("Confirm-PortReachable 127.0.0.1 1 -From ssh://127.0.0.1:1 -Payload $secret -SshOption \"SetEnv=TOKEN=$secret\"", "VantageUnreachable")]
    [InlineData("Confirm-PortReachable 127.0.0.1 1 -From ssh://far -SshOption \"ProxyCommand=/bin/false $secret\"", "VantageUnreachable")]
    [InlineData("Confirm-PortReachable 127.0.0.1 1 -From ssh://far -SshOption \"RemoteCommand=$secret\"", "SshOptionReserved")]
    [InlineData("Confirm-PortReachable 127.0.0.1 1 -From ssh://far -SshOption \"ProxyCommand nc $secret\"", "InvalidSshOption")]
    [InlineData("Confirm-PortReachable 127.0.0.1 1 -From \"ssh://me:$secret@far\"", "InvalidVantage")]
    public void No_stream_has_it(string command, string outcome)
    {
        var told = shared.Engine.Run(
            $$"""
            $secret = '{{Secret}}'; $hex = [Convert]::ToHexString([Text.Encoding]::UTF8.GetBytes($secret))
            & { {{command}} -Verbose -Debug } *>&1 | ForEach-Object {
                if ($_ -is [Management.Automation.ErrorRecord]) { "$($_.FullyQualifiedErrorId) $($_.Exception) $($_.ErrorDetails) $($_.ErrorDetails.RecommendedAction) $($_.TargetObject) $($_.CategoryInfo)" }
                elseif ($_.Outcome) { "$($_.Outcome) $($_.Detail) $($_.Evidence)" } else { "$_" }
            }
            """).Quietly().Text;
        Assert.Contains(outcome, told, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, told, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(Secret)), told, StringComparison.OrdinalIgnoreCase);
    }
}
