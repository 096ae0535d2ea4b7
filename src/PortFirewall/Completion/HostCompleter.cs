namespace PortFirewall;

/// <summary>The base of completers for what the host has that is meant, or one of its namespaces.</summary>
internal abstract class HostCompleter : Completer
{
    /// <summary>The interfaces there; none where it is not known which host or namespace is meant, or it can't be looked into.</summary>
    private protected static async Task<IReadOnlyList<LocalInterface>> FindInterfacesAsync(TypedCommand command, CancellationToken cancellation)
        => command.IsPlaceKnown ? await LocalInterfaces.ReadAsync(command.NetworkNamespace, cancellation) : [];

    /// <summary>The addresses there of the families that are meant, each with its interface; those that other hosts know first.</summary>
    private protected static async Task<IEnumerable<(IPNetworkAddress Address, string Interface)>> FindAddressesAsync(TypedCommand command, CancellationToken cancellation)
    {
        var families = command.Families;
        return (await FindInterfacesAsync(command, cancellation)).SelectMany(i => i.Addresses.Select(a => (a, i.Name)))
            .Where(a => families.Contains(a.a.Family) && !a.a.Address.IsIPv6LinkLocal)
            .OrderBy(a => System.Net.IPAddress.IsLoopback(a.a.Address));
    }
}
