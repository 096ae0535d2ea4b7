namespace PortFirewall;

/// <summary>A network interface.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">Whether it is up, as a word in lower case.</param>
/// <param name="Addresses">Its addresses, each with the length of its network's prefix.</param>
internal sealed record LocalInterface(string Name, string State, IReadOnlyList<IPNetworkAddress> Addresses)
{
    /// <summary>State and addresses.</summary>
    public string Describe() => string.Join(", ", Addresses.Select(a => a.ToString()).Prepend(State));
}
