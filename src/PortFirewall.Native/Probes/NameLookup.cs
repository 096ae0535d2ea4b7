using System.Net;
using System.Net.Sockets;

namespace PortFirewall;

/// <summary>What a name or address means where the calling thread is.</summary>
/// <param name="Destinations">The addresses to try; empty where there is none.</param>
/// <param name="Failure">Why there is none, as a sentence.</param>
internal sealed record NameLookup(IReadOnlyList<ProbeDestination> Destinations, string? Failure)
{
    /// <summary>Nothing was found, for this reason.</summary>
    public static NameLookup Failed(string why) => new([], why);

    /// <summary>Looks a name up, in the network namespace of the calling thread, which must end afterwards.</summary>
    /// <param name="name">A name or an address.</param>
    /// <param name="plan">Says which families are wanted.</param>
    /// <param name="networkNamespace">The namespace that the thread is in, for its own <c>resolv.conf</c> and <c>hosts</c>; null for the host's.</param>
    public static NameLookup Run(string name, ProbePlan plan, string? networkNamespace)
    {
        IPAddress[] found;
        try
        {
            // An address may name an interface of the namespace (fe80::1%eth0), so it is read here as well.
            if (!IPAddress.TryParse(name, out var literal) && networkNamespace is not null)
                NamespaceFiles.ShowToThisThread(networkNamespace);
            found = literal is not null ? [literal] : Dns.GetHostAddresses(name);
        }
        catch (SocketException failure)
        {
            return Failed(failure.SocketErrorCode switch
            {
                SocketError.TryAgain => $"The name '{name}' could not be looked up: no name server answered.",
                SocketError.NoData => $"The name '{name}' exists and has no address.",
                _ => $"The name '{name}' is not known where the vantage looks names up.",
            });
        }
        var destinations = found
            .Select(address => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)
            .Distinct()
            .Select(RouteLookup.Find)
            .Where(destination => plan.Wants(destination.Family))
            .ToList();
        return destinations.Count > 0
            ? new NameLookup(destinations, null)
            : Failed($"The name '{name}' has no {string.Join(" or ", plan.Families)} address.");
    }
}
