using System.Net;
using System.Text.Json;

namespace PortFirewall;

/// <summary>Reads what interfaces and addresses a host has from <c>ip -json address show</c> (<c>ip-address(8)</c>).</summary>
internal static class HostAddresses
{
    private const string Loopback = "lo";

    /// <exception cref="FirewallException"><c>UnreadableAddresses</c>.</exception>
    public static TwinPlan Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var interfaces = document.RootElement.EnumerateArray().Where(e => e.TryGetProperty("ifname", out _))
                .Select(e => new TwinInterface(e.GetProperty("ifname").GetString()!, ReadAddresses(e))).ToList();
            return new TwinPlan(interfaces.FindAll(i => i.Name != Loopback))
            {
                // Its first addresses are there by themselves.
                LoopbackAddresses = [.. interfaces.Where(i => i.Name == Loopback).SelectMany(i => i.Addresses)
                    .Where(a => !a.Address.Equals(IPAddress.Loopback) && !a.Address.Equals(IPAddress.IPv6Loopback))],
            };
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw TwinErrors.UnreadableAddresses(failure);
        }
    }

    private static List<(IPAddress Address, int PrefixLength)> ReadAddresses(JsonElement element)
    {
        if (!element.TryGetProperty("addr_info", out var addresses))
            return [];
        return [.. addresses.EnumerateArray().Where(a => a.TryGetProperty("local", out _))
            .Select(a => (IPAddress.Parse(a.GetProperty("local").GetString()!), a.GetProperty("prefixlen").GetInt32()))];
    }
}
