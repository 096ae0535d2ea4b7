namespace PortFirewall;

/// <summary>One call of a native tool, before it runs: what, with which arguments, where, and with what on its standard input.</summary>
/// <param name="Tool">The program.</param>
/// <param name="Arguments">Its arguments, each one passed as it is: no shell reads them.</param>
internal sealed record NativeCommand(NativeTool Tool, IReadOnlyList<string> Arguments)
{
    /// <summary>The network namespace (<c>ip netns</c>) to run in; null for the caller's own.</summary>
    public string? NetworkNamespace { get; init; }

    /// <summary>Text for standard input; null for none.</summary>
    public string? StandardInput { get; init; }

    /// <summary>
    /// Text that is to follow on standard input, which stays open until it has come or the tool has ended; null for none. For a tool that takes
    /// the end of its input for a sign that we are gone.
    /// </summary>
    public Task<string>? LaterInput { get; init; }

    /// <summary>Whether it needs the right to administer the network.</summary>
    public bool NeedsPrivilege { get; init; } = true;

    /// <summary>How long it may take before it is stopped.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What it does, as the end of the sentence "Privilege is required to …".</summary>
    public string Purpose { get; init; } = "read or change firewall rules";

    /// <summary>
    /// Whether it runs in a session of its own (<c>setsid(2)</c>), where neither a closed terminal, nor Ctrl-C in one, nor the end of our process
    /// group reaches it: for one that changes something.
    /// </summary>
    public bool HasOwnSession { get; init; }

    /// <summary>Whether it runs through <c>sudo -n</c>, as <see cref="NativeRunner.PrepareAsync"/> found out.</summary>
    public bool ThroughSudo { get; init; }

    /// <summary>The command as a person would type it into a shell, quoted, with <c>ip netns exec</c> where it applies.</summary>
    public string CommandLine => StandardInput is null ? Call : $"printf '%s' {ShellText.Quote(StandardInput)} | {Call}";

    /// <summary>The same without what it is given to read.</summary>
    public string Call
    {
        get
        {
            IEnumerable<string> words = [Tool.Name, .. Arguments];
            if (NetworkNamespace is not null)
                words = ["ip", "netns", "exec", NetworkNamespace, .. words];
            if (ThroughSudo)
                words = ["sudo", "-n", .. words];
            return string.Join(' ', words.Select(ShellText.Quote));
        }
    }

    /// <inheritdoc/>
    public override string ToString() => CommandLine;
}
