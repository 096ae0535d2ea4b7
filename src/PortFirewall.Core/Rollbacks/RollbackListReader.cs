using System.Globalization;

namespace PortFirewall;

/// <summary>Reads what <c>rollback.sh list</c> prints.</summary>
internal static class RollbackListReader
{
    private const double Hundredths = 100;

    /// <summary>The year 9999: no clock shows what is later, so it is no time.</summary>
    private const long LastSecond = 253_370_764_800;

    /// <summary>In seconds; no cmdlet takes more.</summary>
    private const double LongestWait = 86_400;

    private static readonly Dictionary<string, IptablesRollbackState> States = new(StringComparer.Ordinal)
    {
        ["pending"] = IptablesRollbackState.Pending,
        ["running"] = IptablesRollbackState.Running,
        ["confirmed"] = IptablesRollbackState.Confirmed,
        ["rolled-back"] = IptablesRollbackState.RolledBack,
        ["failed"] = IptablesRollbackState.Failed,
    };

    public static IReadOnlyList<IptablesRollback> Read(string text)
    {
        var rollbacks = new List<IptablesRollback>();
        var lines = new List<string>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] == '@')
                Finish(lines, rollbacks);
            lines.Add(line);
        }
        Finish(lines, rollbacks);
        return [.. rollbacks.OrderBy(r => r.Sequence)];
    }

    private static void Finish(List<string> lines, List<IptablesRollback> rollbacks)
    {
        if (lines.Count > 0 && lines[0].Split(' ') is [var name, var state] && States.TryGetValue(state, out var known)
            && lines.Skip(1).ToLookup(Key, Value, StringComparer.Ordinal) is var facts && !facts.Contains("gone"))
        {
            rollbacks.Add(Read(name[1..], known, facts));
        }
        lines.Clear();
    }

    private static IptablesRollback Read(string id, IptablesRollbackState state, ILookup<string, string> facts)
    {
        var isLost = facts.Contains("lost");
        var isPending = state == IptablesRollbackState.Pending;
        var left = (Number(facts["deadline"].FirstOrDefault()) - Number(facts["now"].FirstOrDefault())) / Hundredths;
        var armed = Time(facts["armed"].FirstOrDefault()) ?? DateTimeOffset.UnixEpoch;
        var timer = facts["timer"].FirstOrDefault()?.Split(' ') ?? [];
        var backends = facts["backend"].Distinct(StringComparer.Ordinal).ToList();
        return new IptablesRollback
        {
            Id = id,
            State = isLost ? IptablesRollbackState.TimerLost : state,
            Command = facts["command"].FirstOrDefault() ?? "",
            Change = [.. RollbackDescription.Of(AddressFamily.IPv4, facts["undo4"]), .. RollbackDescription.Of(AddressFamily.IPv6, facts["undo6"])],
            Armed = armed,
            Deadline = armed.AddSeconds(Math.Min(Number(facts["seconds"].FirstOrDefault()), LongestWait)),
            RemainingSeconds = isPending && !isLost ? Math.Max(0, left) : 0,
            Finished = state is IptablesRollbackState.Pending or IptablesRollbackState.Running ? null : Time(facts["finished"].FirstOrDefault()),
            Message = isLost ? LostMessage(isPending, left) : MessageOf(state, left, facts),
            ProcessId = isPending && !isLost && timer.Length > 0 ? (int)Number(timer[0]) : null,
            Unit = timer.Length > 2 && timer[2] != "-" ? timer[2] : null,
            AddressFamily = [.. facts["family"].Select(f => f == "4" ? AddressFamily.IPv4 : AddressFamily.IPv6)],
            Backend = backends is [var only] && Enum.TryParse<IptablesBackend>(only, out var backend) ? backend : null,
            NetworkNamespace = facts["netns"].Concat(facts["called"]).FirstOrDefault(n => n.Length > 0),
            Identity = facts["identity"].FirstOrDefault() ?? "",
            Names = [.. facts["name"]],
            Sequence = Number(facts["armed-at"].FirstOrDefault()),
        };
    }

    private static string LostMessage(bool isPending, double left) => (isPending, left) switch
    {
        (true, > 0) => "The timer's process was ended: nobody will take the change back at the deadline.",
        (true, _) => "The timer's process was ended. Its time is up, and whether it took the change back is not written down.",
        _ => "Whoever was taking the change back was ended on the way.",
    };

    private static string? MessageOf(IptablesRollbackState state, double left, ILookup<string, string> facts) => state switch
    {
        IptablesRollbackState.RolledBack or IptablesRollbackState.Failed => facts["message"].FirstOrDefault()?.Trim(),
        // It takes a moment.
        IptablesRollbackState.Pending when left < -1 => "Its time is up: the timer takes the change back, and can't write that down.",
        _ => null,
    };

    private static string Key(string line) => line.Split(' ', 2)[0];

    private static string Value(string line) => line.Split(' ', 2) is [_, var value] ? value : "";

    private static double Number(string? text) => double.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static DateTimeOffset? Time(string? seconds)
        => long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var since) && since < LastSecond ? DateTimeOffset.FromUnixTimeSeconds(since).ToLocalTime() : null;
}
