using System.Net;

namespace PortFirewall;

/// <summary>An address that the far side tries.</summary>
/// <param name="Number">Which computer of the plan it belongs to.</param>
/// <param name="Address">The address, without a zone.</param>
/// <param name="Zone">The zone on the far side, with its <c>%</c>; empty where there is none.</param>
/// <param name="IsOwn">Whether it belongs to the far side itself; null where it could not tell.</param>
/// <param name="Source">From where it is asked; null where the far side could not tell.</param>
internal sealed record FarAddress(int Number, IPAddress Address, string Zone, bool? IsOwn, IPAddress? Source);
