namespace PortFirewall;

/// <summary>A named network namespace of this host (<c>ip-netns(8)</c>).</summary>
/// <param name="Name">Its name, not yet checked to exist.</param>
internal sealed record NamespaceVantage(string Name) : Vantage
{
    /// <inheritdoc/>
    public override string Text => "netns:" + Name;

    /// <inheritdoc/>
    public override bool IsElsewhere(string? networkNamespace) => networkNamespace != Name;
}
