namespace PortFirewall;

/// <summary>What is to be saved.</summary>
/// <param name="Scope">The firewall.</param>
/// <param name="Families">The families.</param>
/// <param name="Proved">The rules that were proved; empty where the user saves without proof.</param>
internal sealed record SaveRequest(FirewallScope Scope, IReadOnlyList<AddressFamily> Families, IReadOnlyList<IptablesRule> Proved)
{
    /// <summary>Whether what other programs keep is left out.</summary>
    public bool ExcludesManaged { get; init; }
}
