namespace PortFirewall;

/// <summary>
/// How iptables prints rules that somebody wrote: it is loaded into a network namespace that ends with it. By that text the rules are known again.
/// </summary>
internal static class PrintedRuleset
{
    /// <param name="scope">The firewall that the rules are for, with its backend and its sets.</param>
    /// <param name="ruleset">The rules as they were written.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="FirewallException"><c>RestoreNotTimed</c>: it can't be found out.</exception>
    public static async Task<IptablesRuleset> ReadAsync(FirewallScope scope, IptablesRuleset ruleset, CancellationToken cancellation)
    {
        RestorePlan.RequireLines(ruleset);
        if (!await ScratchLoad.IsPossibleAsync(cancellation))
            throw CheckpointErrors.RestoreNotTimed(ruleset.AddressFamily, "this user may not make a network namespace.");
        using var thread = await TwinThread.StartAsync();
        var sets = SetReference.Of(ruleset).Count > 0 ? await IpsetSource.ReadHeadersAsync(scope.NetworkNamespace, cancellation) : null;
        if (sets is not null)
            await RunAsync(thread, ruleset, NativeTool.Ipset, ["restore", "-exist"], string.Concat(sets.Values.Select(set => $"{set}\n")), cancellation);
        var restore = await IptablesTools.ForAsync(ruleset.AddressFamily, scope.Backend, "-restore", cancellation);
        await RunAsync(thread, ruleset, restore, ["--counters", "--wait", $"{IptablesArguments.LockSeconds}"], ruleset.Text, cancellation);
        var save = await IptablesTools.ForAsync(ruleset.AddressFamily, scope.Backend, "-save", cancellation);
        var printed = RulesetReader.Read(await RunAsync(thread, ruleset, save, ["-c"], "", cancellation), ruleset.AddressFamily);
        // A policy that nobody gave is not one to set.
        return printed.Tables.SelectMany(t => t.Chains).Where(c => ruleset.FindChain(c.Table, c.Name) is { IsPolicyGiven: false })
            .Aggregate(printed, (read, chain) => read.With(chain.WithoutPolicy()));
    }

    private static async Task<string> RunAsync(TwinThread thread, IptablesRuleset ruleset, NativeTool tool, string[] arguments, string input, CancellationToken cancellation)
    {
        var command = new NativeCommand(NativeTool.Nsenter, [$"--net={thread.NamespacePath}", "--", tool.RequirePath(), .. arguments])
        {
            StandardInput = input,
            Purpose = "load rules into a scratch namespace",
        };
        var result = await NativeRunner.RunAsync(command, cancellation);
        return result.ExitCode == 0 ? result.StandardOutput : throw CheckpointErrors.RestoreNotTimed(ruleset.AddressFamily, ToolErrors.Shorten(result.StandardError));
    }
}
