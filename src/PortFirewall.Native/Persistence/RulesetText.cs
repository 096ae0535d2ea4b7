using CliWrap;

namespace PortFirewall;

/// <summary>The rule set as text for a file: exactly what <c>iptables-save</c> prints.</summary>
internal static class RulesetText
{
    /// <exception cref="FirewallException">As <see cref="NativeRunner"/>, <c>NativeCommandFailed</c>, <c>UnreadableRuleset</c>.</exception>
    public static async Task<SavedText> ReadAsync(FirewallScope scope, AddressFamily family, bool withCounters, CancellationToken cancellation)
    {
        using var printed = new MemoryStream();
        (await NativeRunner.RunAsync(await CommandAsync(scope, family, withCounters, cancellation), PipeTarget.ToStream(printed), cancellation)).EnsureSuccess();
        var backend = await IptablesTools.BackendOfAsync(family, scope.Backend, cancellation);
        return SavedText.Read(LinesOf(printed.GetBuffer().AsSpan(0, (int)printed.Length)), family, backend, scope.NetworkNamespace);
    }

    /// <summary>The command that prints it.</summary>
    public static async Task<NativeCommand> CommandAsync(FirewallScope scope, AddressFamily family, bool withCounters, CancellationToken cancellation)
    {
        var tool = await IptablesTools.ForAsync(family, scope.Backend, "-save", cancellation);
        return new NativeCommand(tool, withCounters ? ["-c"] : []) { NetworkNamespace = scope.NetworkNamespace, Purpose = "read firewall rules" };
    }

    /// <summary>Has iptables check a text without loading it (<c>iptables-restore --test</c>). Why it objects; null where it does not.</summary>
    public static async Task<string?> TestAsync(FirewallScope scope, AddressFamily family, string text, CancellationToken cancellation)
    {
        var tool = await IptablesTools.ForAsync(family, scope.Backend, "-restore", cancellation);
        var result = await NativeRunner.RunAsync(
            new NativeCommand(tool, ["--test", "--wait", $"{IptablesArguments.LockSeconds}"])
            {
                NetworkNamespace = scope.NetworkNamespace,
                StandardInput = text,
                Purpose = "check saved rules",
            },
            cancellation);
        return result.ExitCode == 0 ? null : $"{tool.Name} --test does not accept it: {result.StandardError.Trim()}";
    }

    private static List<string> LinesOf(ReadOnlySpan<byte> bytes)
    {
        var lines = new List<string>();
        for (int end; (end = bytes.IndexOf((byte)'\n')) >= 0; bytes = bytes[(end + 1)..])
            lines.Add(RulesetBytes.Decode(bytes[..end]));
        if (bytes.Length > 0)
            lines.Add(RulesetBytes.Decode(bytes));
        return lines;
    }
}
