namespace PortFirewall;

/// <summary>What <c>iptables --version</c> says.</summary>
/// <param name="Version">The version, such as <c>1.8.9</c>.</param>
/// <param name="Backend">The backend. Versions before 1.8 do not name one, and are all legacy.</param>
internal sealed record IptablesVersion(string Version, IptablesBackend Backend)
{
    /// <summary>Reads <c>iptables v1.8.9 (nf_tables)</c>.</summary>
    public static IptablesVersion Read(string text)
    {
        var words = text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        var version = words.FirstOrDefault(w => w.Length > 1 && w[0] == 'v' && char.IsAsciiDigit(w[1]))?[1..] ?? "unknown";
        return new IptablesVersion(version, words.Contains("(nf_tables)") ? IptablesBackend.Nft : IptablesBackend.Legacy);
    }
}
