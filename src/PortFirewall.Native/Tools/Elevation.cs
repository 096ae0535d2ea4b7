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
