namespace PortFirewall;

/// <summary>What was done with a port.</summary>
public enum PortOpeningAction
{
    /// <summary>It was opened.</summary>
    Open,

    /// <summary>It was closed.</summary>
    Close,
}
