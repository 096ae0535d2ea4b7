namespace PortFirewall;

/// <summary>
/// Something that loads rules at boot: it knows its files and their form. The files are written by PortFirewall itself, as the tools of the
/// distributions write straight into them: who kills such a tool, or fills the disk meanwhile, has half a firewall at the next boot.
/// </summary>
internal interface IPersistenceProvider
{
    /// <summary>The name by which a user knows it.</summary>
    string Name { get; }

    /// <summary>Whether this host has it.</summary>
    bool IsInstalled { get; }

    /// <summary>Whether a family's file is loaded at boot, by the evidence on disk; null where nothing is known of it.</summary>
    BootLoading? BootLoadingOf(AddressFamily family);

    /// <summary>Finds out what would be written where, before anything is touched, and that it can mean what was asked.</summary>
    /// <exception cref="FirewallException"><c>SavingSwitchedOff</c>, <c>NamespaceWithoutFiles</c>, <c>BackendNotSaved</c>, <c>SaveFailed</c> …</exception>
    Task<SavePlan> PlanAsync(SaveRequest request, CancellationToken cancellation);
}
