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
        if (!await ScratchFirewall.IsPossibleAsync(cancellation))
            throw CheckpointErrors.RestoreNotTimed(ruleset.AddressFamily, "this user may not make a network namespace.");
        using var scratch = await ScratchFirewall.MakeAsync();
        if (await scratch.MakeSetsAsync(scope, ruleset, cancellation) is { } refused)
            throw NotTimed(ruleset, refused);
        var restore = await IptablesTools.ForAsync(ruleset.AddressFamily, scope.Backend, "-restore", cancellation);
        Require(ruleset, await scratch.RunAsync(restore, ["--counters", "--wait", $"{IptablesArguments.LockSeconds}"], ruleset.Text, cancellation));
        var save = await IptablesTools.ForAsync(ruleset.AddressFamily, scope.Backend, "-save", cancellation);
        var printed = RulesetReader.Read(Require(ruleset, await scratch.RunAsync(save, ["-c"], "", cancellation)), ruleset.AddressFamily);
        // A policy that nobody gave is not one to set.
        return printed.Tables.SelectMany(t => t.Chains).Where(c => ruleset.FindChain(c.Table, c.Name) is { IsPolicyGiven: false })
            .Aggregate(printed, (read, chain) => read.With(chain.WithoutPolicy()));
    }

    private static string Require(IptablesRuleset ruleset, NativeResult result)
        => result.ExitCode == 0 ? result.StandardOutput : throw NotTimed(ruleset, result);

    private static FirewallException NotTimed(IptablesRuleset ruleset, NativeResult refused)
        => CheckpointErrors.RestoreNotTimed(ruleset.AddressFamily, ToolErrors.Shorten(refused.StandardError));
}
