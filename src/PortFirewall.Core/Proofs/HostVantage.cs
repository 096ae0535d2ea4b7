namespace PortFirewall;

/// <summary>This host, in the network namespace that PortFirewall runs in.</summary>
internal sealed record HostVantage : Vantage
{
    public const string Name = "localhost";

    /// <inheritdoc/>
    public override string Text => Name;

    /// <inheritdoc/>
    public override bool IsElsewhere(string? networkNamespace) => networkNamespace is not null;
}
