using System.Collections.Concurrent;
using System.Globalization;

namespace PortFirewall;

/// <summary>Finds out once how this process gets the privilege that firewall tools need.</summary>
internal static class Elevation
{
    /// <summary>The bit of <c>CAP_NET_ADMIN</c> (<c>include/uapi/linux/capability.h</c>).</summary>
    private const int NetAdminBit = 12;

    private static readonly Lazy<bool> HasNetAdmin = new(ReadNetAdmin);

    // Only a yes is remembered: a no may become a yes as soon as an administrator edits sudoers.
    private static readonly ConcurrentDictionary<string, bool> AllowedBySudo = new(StringComparer.Ordinal);

    private static readonly ConcurrentDictionary<string, bool> AllowedWithoutTerminal = new(StringComparer.Ordinal);

    /// <summary>
    /// How the tool can be run with privilege: directly, through <c>sudo -n</c>, or not at all. Root without
    /// <c>CAP_NET_ADMIN</c>, as in an ordinary container, is not privileged for this purpose.
    /// </summary>
    public static async Task<FirewallElevation> DetectAsync(NativeTool tool, CancellationToken cancellation)
    {
        if (Environment.IsPrivilegedProcess && HasNetAdmin.Value)
            return FirewallElevation.Root;
        if (Environment.IsPrivilegedProcess || NativeTool.Sudo.FindPath() is null || tool.FindPath() is not { } path)
            return FirewallElevation.None;
        if (AllowedBySudo.ContainsKey(path))
            return FirewallElevation.Sudo;
        // "-l COMMAND" asks whether the command would be allowed, without running it.
        var allowed = await NativeRunner.RunUnprivilegedAsync(
            new NativeCommand(NativeTool.Sudo, ["-n", "-l", path]) { NeedsPrivilege = false, Timeout = TimeSpan.FromSeconds(10) }, cancellation);
        if (allowed.ExitCode != 0)
            return FirewallElevation.None;
        AllowedBySudo[path] = true;
        return FirewallElevation.Sudo;
    }

    /// <summary>
    /// Whether the tool can be run with privilege by what is known already. Nobody is asked: sudo tells the administrator, in a log or by mail, who asked
    /// for what is not allowed, and a key that somebody presses to complete a word is no reason for that.
    /// </summary>
    public static bool IsAtHand(NativeTool tool)
        => (Environment.IsPrivilegedProcess && HasNetAdmin.Value) || (tool.FindPath() is { } path && AllowedBySudo.ContainsKey(path));

    /// <summary>
    /// Whether a command has its privilege also in a session of its own. There is no terminal there, and sudo may know this user by
    /// the password that was typed in this one (<c>sudoers(5)</c>, <c>timestamp_type</c>), or want one at all (<c>requiretty</c>).
    /// </summary>
    public static async Task<bool> WorksWithoutTerminalAsync(NativeCommand prepared)
    {
        if (!prepared.ThroughSudo)
            return true;
        if (NativeTool.Setsid.FindPath() is null)
            return false;
        var path = (prepared.NetworkNamespace is null ? prepared.Tool : NativeTool.Ip).RequirePath();
        if (AllowedWithoutTerminal.TryGetValue(path, out var known))
            return known;
        var allowed = await NativeRunner.RunUnprivilegedAsync(
            new NativeCommand(NativeTool.Setsid, [NativeTool.Sudo.RequirePath(), "-n", "-l", path]) { NeedsPrivilege = false, Timeout = TimeSpan.FromSeconds(10) }, CancellationToken.None);
        return AllowedWithoutTerminal[path] = allowed.ExitCode == 0;
    }

    private static bool ReadNetAdmin()
    {
        try
        {
            const string Label = "CapEff:";
            var line = File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith(Label, StringComparison.Ordinal));
            return line is null
                || !ulong.TryParse(line.AsSpan(Label.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var capabilities)
                || ((capabilities >> NetAdminBit) & 1) == 1;
        }
        catch (IOException)
        {
            // Without /proc the tools themselves will tell.
            return true;
        }
    }
}
