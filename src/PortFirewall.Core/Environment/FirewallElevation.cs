namespace PortFirewall;

/// <summary>How firewall tools can be run with the privilege that they need.</summary>
public enum FirewallElevation
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Through <c>sudo -n</c>, which never asks for a password.</summary>
    Sudo,

    /// <summary>Directly: this process may administer the network.</summary>
    Root,
}
