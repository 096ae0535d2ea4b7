using System.Collections.Concurrent;

namespace PortFirewall;

/// <summary>The names of the iptables programs, and what stands behind the plain ones.</summary>
internal static class IptablesTools
{
    private static readonly ConcurrentDictionary<string, Task<IptablesVersion>> Versions = new(StringComparer.Ordinal);

    /// <summary>
    /// The program for a family. The plain name (<c>iptables</c>) is used wherever it is the backend asked for, so that commands
    /// read as a person would type them.
    /// </summary>
    /// <param name="family">The family.</param>
    /// <param name="backend">The backend asked for; null for the host's default.</param>
    /// <param name="suffix"><c>""</c>, <c>-save</c> or <c>-restore</c>.</param>
    /// <param name="cancellation">Stops the look at the version.</param>
    public static async Task<NativeTool> ForAsync(AddressFamily family, IptablesBackend? backend, string suffix, CancellationToken cancellation)
    {
        var plain = new NativeTool(PlainName(family) + suffix, "iptables");
        if (backend is null || (plain.FindPath() is not null && await DefaultBackendAsync(family, cancellation) == backend))
            return plain;
        return new NativeTool($"{PlainName(family)}-{(backend == IptablesBackend.Nft ? "nft" : "legacy")}{suffix}", "iptables");
    }

    /// <summary>The backend that a scope comes down to.</summary>
    public static async Task<IptablesBackend> BackendOfAsync(AddressFamily family, IptablesBackend? asked, CancellationToken cancellation)
        => asked ?? await DefaultBackendAsync(family, cancellation);

    /// <summary>
    /// Whether a tool failed for the lock that others held: status 4 is a resource problem, which for the legacy backend is the lock
    /// (<c>iptables/xshared.c</c>, <c>xtables_lock_or_exit</c>).
    /// </summary>
    public static async Task<bool> WasLockedAsync(NativeResult failed, AddressFamily family, IptablesBackend? asked)
        => failed.ExitCode == 4 && await BackendOfAsync(family, asked, CancellationToken.None) == IptablesBackend.Legacy;

    /// <summary>What the plain command is.</summary>
    public static async Task<IptablesBackend> DefaultBackendAsync(AddressFamily family, CancellationToken cancellation)
    {
        var tool = new NativeTool(PlainName(family), "iptables");
        var version = await VersionOfAsync(tool, cancellation);
        if (!version.IsKnown)
            throw ToolErrors.ToolNotUnderstood(tool.Name, "--version", version.Version);
        return version.IsRecent ? version.Backend : throw ToolErrors.ToolTooOld(tool.Name, version.Version, IptablesVersion.Oldest);
    }

    /// <summary>Version and backend of a program, asked once for each file that its name leads to.</summary>
    public static async Task<IptablesVersion> VersionOfAsync(NativeTool tool, CancellationToken cancellation)
    {
        var path = tool.RequirePath();
        // The name leads through /etc/alternatives; when an administrator switches, it leads elsewhere and is asked again.
        var file = path + " " + File.ResolveLinkTarget(path, returnFinalTarget: false)?.ResolveLinkTarget(returnFinalTarget: false)?.FullName;
        var version = Versions.GetOrAdd(file, static (_, t) => AskAsync(t), tool);
        try
        {
            return await version.WaitAsync(cancellation);
        }
        catch (Exception) when (version.IsFaulted || version.IsCanceled)
        {
            Versions.TryRemove(file, out _);
            throw;
        }
    }

    private static string PlainName(AddressFamily family) => family == AddressFamily.IPv4 ? "iptables" : "ip6tables";

    private static async Task<IptablesVersion> AskAsync(NativeTool tool)
    {
        var answer = await NativeRunner.RunAsync(
            new NativeCommand(tool, ["--version"]) { NeedsPrivilege = false, Timeout = TimeSpan.FromSeconds(10) }, CancellationToken.None);
        return IptablesVersion.Read(answer.EnsureSuccess().StandardOutput);
    }
}
