namespace PortFirewall.Benchmarks;

/// <summary>Tab behind <c>-Chain</c> with 10,000 rules loaded and the session warm, beside the tools that list the chains by reading every rule.</summary>
internal static class CompletionComparison
{
    private const int Rules = 10_000;

    /// <summary>Milliseconds that a person waits for a key without noticing it.</summary>
    private const double Limit = 100;

    public static void Run(string manifest, ScratchHost host)
    {
        host.LoadMany(Rules);
        using var runspace = ModuleUnderTest.Open(manifest);
        var line = $"Get-IptablesRule -NetworkNamespace {host.Name} -Backend {host.Backend} -Chain ";
        var script = $"[System.Management.Automation.CommandCompletion]::CompleteInput('{line}', {line.Length}, $null).CompletionMatches.Where({{ $_.ToolTip -match 'policy DROP, {Rules + 2} rules' }})";
        Compare("iptables-save", () => host.Save());
        Compare("iptables -S", host.List);

        void Compare(string peerName, Func<string> peer)
        {
            var (subject, other) = Comparison.Run(
                15,
                static () => { },
                () => Require(ModuleUnderTest.Run(runspace, script) == 1),
                () => Require(peer().Length > Rules));
            Report.WriteLimit($"Tab behind `-Chain`, 10,000 rules, beside `{peerName}`", host.Backend, subject, other, Limit);
        }
    }

    private static void Require(bool correct)
    {
        if (!correct)
            throw new InvalidOperationException("The chains were not told.");
    }
}
