namespace PortFirewall;

/// <summary>How much an issue matters.</summary>
public enum RuleIssueSeverity
{
    /// <summary>Something to tidy up: no packet fares otherwise than the rules say.</summary>
    Information,

    /// <summary>Somebody probably meant something else.</summary>
    Warning,

    /// <summary>A service fails, or the firewall protects nothing.</summary>
    Error,
}
