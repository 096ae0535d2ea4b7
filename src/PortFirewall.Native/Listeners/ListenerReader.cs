namespace PortFirewall;

/// <summary>Reads the listening sockets of this host or of a network namespace with <c>ss(8)</c>.</summary>
internal static class ListenerReader
{
    // All protocols at once, whatever is asked for: the columns of ss depend on how many there are.
    private static readonly string[] Arguments =
        ["--no-header", "--listening", "--numeric", "--processes", "--extended", "--tcp", "--udp", "--sctp", "--dccp"];

    /// <summary>The listeners. Those of other users' processes have no process name where there is no privilege to see it.</summary>
    /// <exception cref="FirewallException">
    /// <c>ToolNotFound</c>, <c>NativeCommandFailed</c>; for a namespace also <c>NetworkNamespaceNotFound</c>, <c>PrivilegeRequired</c>.
    /// </exception>
    public static async Task<IReadOnlyList<PortListener>> ReadAsync(string? networkNamespace, CancellationToken cancellation)
        => await ReadAsync(networkNamespace, networkNamespace is not null || await Elevation.DetectAsync(NativeTool.Ss, cancellation) != FirewallElevation.None, cancellation);

    /// <summary>The same, without asking anybody for privilege.</summary>
    /// <inheritdoc cref="ReadAsync(string?, CancellationToken)"/>
    public static Task<IReadOnlyList<PortListener>> ReadAtHandAsync(string? networkNamespace, CancellationToken cancellation)
        => ReadAsync(networkNamespace, networkNamespace is not null || Elevation.IsAtHand(NativeTool.Ss), cancellation);

    private static async Task<IReadOnlyList<PortListener>> ReadAsync(string? networkNamespace, bool needsPrivilege, CancellationToken cancellation)
    {
        var command = new NativeCommand(NativeTool.Ss, Arguments)
        {
            NetworkNamespace = networkNamespace,
            NeedsPrivilege = needsPrivilege,
            Purpose = "read the listeners of a network namespace",
        };
        var result = await NativeRunner.RunAsync(command, cancellation);
        return ListenerTable.Read(result.EnsureSuccess().StandardOutput, networkNamespace);
    }
}
