namespace PortFirewall;

/// <summary>Hands on the lines that <c>iptables-save</c> prints, without counters, for whoever needs no more of the rules than their text.</summary>
internal static class SavedTable
{
    /// <summary>Reads the lines of a table, where no privilege has to be asked for; of the legacy backend those of all tables that there are, as asking for one would bring it to be.</summary>
    /// <returns>Whether all has been told before the time ended.</returns>
    /// <exception cref="FirewallException">As <see cref="NativeRunner"/>.</exception>
    public static async Task<bool> ReadAsync(FirewallScope scope, AddressFamily family, string table, Action<string> take, CancellationToken cancellation)
    {
        var tool = await IptablesTools.ForAsync(family, scope.Backend, "-save", cancellation);
        if (!Elevation.IsAtHand(scope.NetworkNamespace is null ? tool : NativeTool.Ip))
            return false;
        var backend = await IptablesTools.BackendOfAsync(family, scope.Backend, cancellation);
        var command = new NativeCommand(tool, backend == IptablesBackend.Legacy ? [] : ["-t", table]) { NetworkNamespace = scope.NetworkNamespace, Purpose = "read firewall rules" };
        try
        {
            var result = await NativeRunner.RunAsync(command, LineTarget.ToTheLetter(take), cancellation);
            return result.ExitCode == 0;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
