namespace PortFirewall;

/// <summary>Loads a saved text where it harms nobody: <c>iptables-restore --test</c> passes rules that can't be loaded at boot.</summary>
internal static class ScratchLoad
{
    /// <summary>The lock of the legacy backend is one for all namespaces (<c>/run/xtables.lock</c>): many who change rules at once must not fail a save.</summary>
    private const string LockWait = "20";

    /// <summary>Why the text can't be loaded, or what else the kernel makes of it; null where all is well.</summary>
    /// <param name="scope">The firewall that it was read from, with the sets that its rules refer to.</param>
    /// <param name="text">The text.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="FirewallException"><c>TwinNotMade</c>: no namespace can be made here.</exception>
    public static async Task<string?> FindFaultAsync(FirewallScope scope, SavedText text, CancellationToken cancellation)
    {
        var (family, backend) = (text.Ruleset.AddressFamily, text.Ruleset.Backend);
        // What is not UTF-8 in a comment does not pass through standard input.
        var readable = SavedText.Read(new string([.. text.ToString().Select(c => char.IsSurrogate(c) ? '?' : c)]).TrimEnd('\n').Split('\n'), family, backend, networkNamespace: null);
        using var scratch = await ScratchFirewall.MakeAsync();
        if (await scratch.MakeSetsAsync(scope, text.Ruleset, cancellation) is { } refused)
            return $"its sets can't be made in a scratch namespace: {ToolErrors.Shorten(refused.StandardError)}";
        var restore = await IptablesTools.ForAsync(family, backend, "-restore", cancellation);
        var loaded = await scratch.RunAsync(restore, ["--wait", LockWait], readable.ToString(), cancellation);
        if (loaded.ExitCode != 0)
            return $"{restore.Name} can't load it into a scratch namespace: {ToolErrors.Shorten(loaded.StandardError)}";
        var printed = await scratch.RunAsync(await IptablesTools.ForAsync(family, backend, "-save", cancellation), [], "", cancellation);
        var made = RulesetReader.Read(printed.EnsureSuccess().StandardOutput, family, backend);
        return SavedRulesetCheck.FindFault(made, readable.Ruleset, []) is { } fault ? $"loaded into a scratch namespace, it gives other rules: {fault}" : null;
    }
}
