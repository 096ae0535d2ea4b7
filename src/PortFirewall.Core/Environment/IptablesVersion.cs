namespace PortFirewall;

/// <summary>What <c>iptables --version</c> says.</summary>
/// <param name="Version">The version, such as <c>1.8.9</c>.</param>
/// <param name="Backend">The backend. Versions before 1.8 do not name one, and are all legacy.</param>
internal sealed record IptablesVersion(string Version, IptablesBackend Backend)
{
    /// <summary>
    /// The first one whose <c>iptables-restore</c> waits for the xtables lock (<c>--wait</c>, January 2018): with an older one, two programs that change rules
    /// at once fail each other.
    /// </summary>
    public const string Oldest = "1.6.2";

    /// <summary>Whether what was printed is a version at all.</summary>
    public bool IsKnown => Number is not null;

    /// <summary>Whether it can do what is asked of it.</summary>
    public bool IsRecent => Number >= System.Version.Parse(Oldest);

    // Whatever a distribution has put behind it.
    private System.Version? Number => System.Version.TryParse(string.Concat(Version.TakeWhile(c => char.IsAsciiDigit(c) || c == '.')).TrimEnd('.'), out var number) ? number : null;

    /// <summary>Reads <c>iptables v1.8.9 (nf_tables)</c>.</summary>
    public static IptablesVersion Read(string text)
    {
        var words = text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        var version = words.FirstOrDefault(w => w.Length > 1 && w[0] == 'v' && char.IsAsciiDigit(w[1]))?[1..] ?? "unknown";
        return new IptablesVersion(version, words.Contains("(nf_tables)") ? IptablesBackend.Nft : IptablesBackend.Legacy);
    }
}
