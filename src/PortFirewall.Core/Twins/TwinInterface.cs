using System.Net;

namespace PortFirewall;

/// <summary>An interface of a twin.</summary>
/// <param name="Name">Its name, as rules ask for it.</param>
/// <param name="Addresses">Its addresses with their prefix lengths.</param>
internal sealed record TwinInterface(string Name, IReadOnlyList<(IPAddress Address, int PrefixLength)> Addresses);
