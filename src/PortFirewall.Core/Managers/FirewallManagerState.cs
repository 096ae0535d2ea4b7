namespace PortFirewall;

/// <summary>How far a program that keeps rules of its own is in charge.</summary>
public enum FirewallManagerState
{
    /// <summary>It is installed, and neither runs here nor has rules here.</summary>
    Installed,

    /// <summary>It runs here, or is switched on, and has no rules here.</summary>
    Idle,

    /// <summary>It runs here, or is switched on, and has rules here, which it makes anew.</summary>
    InCharge,

    /// <summary>Its rules are here, and it does not run here: nobody will make them anew, or take them away.</summary>
    Leftover,
}
