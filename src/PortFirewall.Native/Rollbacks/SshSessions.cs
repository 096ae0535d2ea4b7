using System.Globalization;

namespace PortFirewall;

/// <summary>Finds out whether somebody works here over ssh, and what a change does to the connection.</summary>
internal static class SshSessions
{
    private const string Variable = "SSH_CONNECTION";
    private const int MostAncestors = 64;

    // What a process was started with stays as it is, and so does where it came from.
    private static readonly Lazy<SshSession?> Inherited = new(FindInherited);

    /// <summary>The connection of this process, or of one that it comes from: sudo does not pass the variable on.</summary>
    public static SshSession? Find() => SshSession.Parse(Environment.GetEnvironmentVariable(Variable)) ?? Inherited.Value;

    /// <summary>Why changes may cut the connection off, as a sentence; null where they can't, as it goes through another firewall.</summary>
    public static async Task<string?> FindDangerAsync(SshSession session, FirewallScope scope, IReadOnlyList<RulesetChange> changes, CancellationToken cancellation)
    {
        if (changes.FirstOrDefault(c => c.AddressFamily == session.Family) is not { } change)
            return null;
        var read = await HookedRulesets.ReadAsync(scope, [session.Family], cancellation);
        var before = await HostFactsReader.CompleteAsync(read.Rulesets[0], cancellation);
        return session.MayEndAt(before.Facts) ? session.FindDanger(before, change.AsReadWith(before)) : null;
    }

    private static SshSession? FindInherited()
    {
        var id = ParentOf(Environment.ProcessId);
        for (var i = 0; i < MostAncestors && id is > 1; i++, id = ParentOf(id.Value))
        {
            if (SshSession.Parse(Read(id.Value, "environ")?.Split('\0').FirstOrDefault(v => v.StartsWith(Variable + "=", StringComparison.Ordinal))?[(Variable.Length + 1)..]) is { } session)
                return session;
        }
        return null;
    }

    private static int? ParentOf(int id)
        // Behind the name of the program, which may hold anything: the state, and then the parent (proc_pid_stat(5)).
        => Read(id, "stat") is { } line && line[(line.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var parent, ..]
            && int.TryParse(parent, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Read(int id, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/{file}");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
