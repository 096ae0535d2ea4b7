using System.Globalization;

namespace PortFirewall;

/// <summary>
/// The call of this host's own ssh, as the user who runs this, with the user's configuration, keys and agent. Of an option that is given twice ssh takes
/// the first (<c>ssh_config(5)</c>): first what the probe rests on, then what the user says, then what is a default only.
/// </summary>
internal static class SshCommand
{
    private const int ConnectSeconds = 10;

    /// <summary>For key exchange, authentication and the start of a shell on a slow machine.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(30);

    /// <summary>The far side takes the end of its input for our end: it stays open, and nothing more comes.</summary>
    private static readonly Task<string> Nothing = new TaskCompletionSource<string>().Task;

    private static readonly string[] Fixed =
    [
        "BatchMode=yes", "RequestTTY=no", "ClearAllForwardings=yes", "ForwardX11=no", "Tunnel=no", "ForkAfterAuthentication=no", "StdinNull=no",
        "SessionType=default", "RemoteCommand=none", "EscapeChar=none",
        // A connection that is there already may be used; one that outlives the probe is not made, and known_hosts is not changed.
        "ControlMaster=no", "ControlPersist=no", "UpdateHostKeys=no",
    ];

    private static readonly string[] Defaults =
    [
        "StrictHostKeyChecking=yes", "ForwardAgent=no", "PermitLocalCommand=no", "LogLevel=ERROR", "ServerAliveInterval=5", "ServerAliveCountMax=3",
    ];

    /// <param name="vantage">Where to go.</param>
    /// <param name="plan">The options, and how long the probes may take.</param>
    /// <param name="input">The script and its data.</param>
    public static NativeCommand For(SshVantage vantage, ProbePlan plan, string input)
    {
        string[] options = [.. Fixed, .. plan.SshOptions.Select(option => option.ToString()), .. Defaults, string.Create(CultureInfo.InvariantCulture, $"ConnectTimeout={ConnectSeconds}")];
        List<string> words = ["-T", .. options.SelectMany(option => new[] { "-o", option })];
        if (vantage.Port is { } port)
            words.AddRange(["-p", port.ToString(CultureInfo.InvariantCulture)]);
        if (vantage.User is { } user)
            words.AddRange(["-l", user]);
        words.AddRange(["--", vantage.Host, "exec sh -s"]);
        return new NativeCommand(NativeTool.Ssh, words)
        {
            StandardInput = input,
            LaterInput = Nothing,
            NeedsPrivilege = false,
            Timeout = TimeSpan.FromSeconds(ConnectSecondsOf(plan)) + Slack + Longest(plan),
            Purpose = "connect to a vantage",
        };
    }

    /// <summary>After how long ssh gives up connecting, in seconds; 0 where it is told not to.</summary>
    public static int ConnectSecondsOf(ProbePlan plan)
        => plan.SshOptions.LastOrDefault(option => option.Key.Equals("ConnectTimeout", StringComparison.OrdinalIgnoreCase)) is not { } own ? ConnectSeconds
            : int.TryParse(own.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? Math.Min(seconds, 3600) : own.Value.Equals("none", StringComparison.OrdinalIgnoreCase) ? 0 : ConnectSeconds;

    /// <summary>A lookup, and rounds of 256 attempts, each of which may be made again by the next tool, for four addresses a name.</summary>
    private static TimeSpan Longest(ProbePlan plan)
    {
        var rounds = 2 + (2 * ((plan.ComputerNames.Count * plan.EachPort.Count() * 4 / 256) + 1));
        return (plan.Timeout + TimeSpan.FromSeconds(1)) * rounds;
    }
}
