namespace PortFirewall;

/// <summary>
/// Loads a saved text into a network namespace that ends with it: <c>iptables-restore --test</c> does not ask the kernel, and passes rules that can't be
/// loaded at boot.
/// </summary>
internal static class ScratchLoad
{
    private const string LockWait = "20";

    /// <summary>Whether this process may make a namespace.</summary>
    public static async Task<bool> IsPossibleAsync(CancellationToken cancellation)
        => NativeTool.Nsenter.FindPath() is not null && await Elevation.DetectAsync(NativeTool.Ip, cancellation) == FirewallElevation.Root;

    /// <summary>Why the text can't be loaded, or what else the kernel makes of it; null where all is well.</summary>
    /// <param name="text">The text.</param>
    /// <param name="sets">The sets that its rules refer to, as <c>ipset</c> prints them; null where they refer to none.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="FirewallException"><c>TwinNotMade</c>: no namespace can be made here.</exception>
    public static async Task<string?> FindFaultAsync(SavedText text, string? sets, CancellationToken cancellation)
    {
        // What is not UTF-8 in a comment does not pass through standard input.
        var readable = SavedText.Read(new string([.. text.ToString().Select(c => char.IsSurrogate(c) ? '?' : c)]).TrimEnd('\n').Split('\n'),
            text.Ruleset.AddressFamily, text.Ruleset.Backend, networkNamespace: null);
        using var thread = await TwinThread.StartAsync();
        if (sets is not null && await RunAsync(thread, NativeTool.Ipset, ["restore", "-exist"], sets, cancellation) is { ExitCode: not 0 } refused)
            return $"its sets can't be made in a scratch namespace: {ToolErrors.Shorten(refused.StandardError)}";
        var family = text.Ruleset.AddressFamily;
        var loaded = await RunAsync(thread, await IptablesTools.ForAsync(family, text.Ruleset.Backend, "-restore", cancellation), ["--wait", LockWait], readable.ToString(), cancellation);
        if (loaded.ExitCode != 0)
            return $"{loaded.Command.Arguments[^3].Split('/')[^1]} can't load it into a scratch namespace: {ToolErrors.Shorten(loaded.StandardError)}";
        var printed = await RunAsync(thread, await IptablesTools.ForAsync(family, text.Ruleset.Backend, "-save", cancellation), [], "", cancellation);
        var made = RulesetReader.Read(printed.EnsureSuccess().StandardOutput, family, text.Ruleset.Backend);
        return SavedRulesetCheck.FindFault(made, readable.Ruleset, []) is { } fault ? $"loaded into a scratch namespace, it gives other rules: {fault}" : null;
    }

    private static Task<NativeResult> RunAsync(TwinThread thread, NativeTool tool, string[] arguments, string input, CancellationToken cancellation)
        => NativeRunner.RunAsync(
            new NativeCommand(NativeTool.Nsenter, [$"--net={thread.NamespacePath}", "--", tool.RequirePath(), .. arguments])
            {
                StandardInput = input,
                Purpose = "load saved rules into a scratch namespace",
            },
            cancellation);
}
