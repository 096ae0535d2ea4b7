namespace PortFirewall;

/// <summary>Puts into words why a vantage gave no results. ssh's own failures end with status 255; its English text is a refinement.</summary>
internal static class SshFailure
{
    private const int OwnStatus = 255;

    /// <param name="vantage">The vantage.</param>
    /// <param name="result">How ssh ended.</param>
    /// <param name="reader">What came before.</param>
    /// <returns>The error; null where the far side did all that was asked.</returns>
    public static FirewallException? Of(SshVantage vantage, NativeResult result, FarReader reader)
    {
        if (reader.Lack is { } lack)
            return VantageErrors.VantageNotUsable(vantage.Text, lack + ".");
        if (reader.HasEnded)
            return reader.IsWhole ? null : VantageErrors.VantageNotUsable(vantage.Text, "it ended without a result for everything that was asked.");
        if (reader.HasBegun)
            return VantageErrors.VantageLost(vantage.Text, result.StandardError);
        if (result.ExitCode != OwnStatus)
            return VantageErrors.VantageNotUsable(vantage.Text, $"no POSIX shell ran there (status {result.ExitCode}). {result.StandardError}");
        return result.StandardError switch
        {
            var text when Says(text, "IDENTIFICATION HAS CHANGED") || Says(text, "differs from the key for the IP address") || Says(text, "REVOKED HOST KEY")
                => VantageErrors.VantageHostKeyChanged(vantage.Text, Last(text)),
            var text when Says(text, "Host key verification failed") || Says(text, "host key is known for")
                => VantageErrors.VantageHostKeyUnknown(vantage.Text, Last(text)),
            var text when Says(text, "Permission denied") || Says(text, "Too many authentication failures")
                => VantageErrors.VantageNeedsPassword(vantage.Text, Last(text)),
            var text => VantageErrors.VantageUnreachable(vantage.Text, Last(text)),
        };
    }

    /// <summary>Where ssh did not end in time. It ends by itself where it can't connect: so what goes on hangs behind that.</summary>
    /// <param name="vantage">The vantage.</param>
    /// <param name="plan">The options.</param>
    /// <param name="timeout">How long ssh ran.</param>
    /// <param name="reader">What came before.</param>
    public static FirewallException OfTimeout(SshVantage vantage, ProbePlan plan, TimeSpan timeout, FarReader reader)
    {
        var why = $"ssh did not end within {timeout.TotalSeconds:0} s";
        if (reader.HasBegun)
            return VantageErrors.VantageLost(vantage.Text, why + ".");
        if (reader.HasSpoken)
            return VantageErrors.VantageNotUsable(vantage.Text, $"its shell printed something and never began the probe; {why}.");
        return SshCommand.ConnectSecondsOf(plan) is > 0 and var connect
            ? VantageErrors.VantageNotUsable(vantage.Text, $"the login or the shell there hangs; {why}, though it gives up after {connect} s where it can't connect.")
            : VantageErrors.VantageUnreachable(vantage.Text, why + ".");
    }

    private static bool Says(string text, string words) => text.Contains(words, StringComparison.Ordinal);

    /// <summary>What ssh says last is why it ended; ahead of it may be a banner of any length.</summary>
    private static string Last(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return string.Join(' ', lines.TakeLast(2));
    }
}
