namespace PortFirewall;

/// <summary>Where a verdict comes from.</summary>
public enum PathBasis
{
    /// <summary>It was worked out from the rules.</summary>
    Analysis,

    /// <summary>The kernel was asked.</summary>
    Kernel,
}
