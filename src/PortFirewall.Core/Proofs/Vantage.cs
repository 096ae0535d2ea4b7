namespace PortFirewall;

/// <summary>A place to connect from. Each kind of place is a record of its own, and knows its own text.</summary>
internal abstract record Vantage
{
    private const string NamespaceScheme = "netns:";

    /// <summary>As a person writes it and as <see cref="PortProbe.Vantage"/> shows it.</summary>
    public abstract string Text { get; }

    /// <summary>Whether it is another network stack than the one whose firewall is asked about: only from there do packets cross a network.</summary>
    /// <param name="networkNamespace">The namespace of the firewall; null for the host's own.</param>
    public virtual bool IsElsewhere(string? networkNamespace) => true;

    /// <summary>Reads a place: nothing or <c>localhost</c> is this host, <c>netns:NAME</c> a network namespace of this host,
    /// <c>ssh://[user@]host[:port]</c> another host.</summary>
    /// <exception cref="FirewallException"><c>InvalidVantage</c>.</exception>
    public static Vantage Parse(string? text)
    {
        var trimmed = text?.Trim() ?? "";
        if (trimmed.Length == 0 || trimmed.Equals(HostVantage.Name, StringComparison.OrdinalIgnoreCase))
            return new HostVantage();
        if (trimmed.StartsWith(NamespaceScheme, StringComparison.OrdinalIgnoreCase) && trimmed.Length > NamespaceScheme.Length)
            return new NamespaceVantage(trimmed[NamespaceScheme.Length..]);
        if (trimmed.StartsWith(SshVantage.Scheme, StringComparison.OrdinalIgnoreCase))
            return SshVantage.Read(trimmed[SshVantage.Scheme.Length..]);
        throw InputErrors.InvalidVantage(trimmed);
    }

    /// <inheritdoc/>
    public sealed override string ToString() => Text;
}
