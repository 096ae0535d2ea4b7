using System.Text.Json;

namespace PortFirewall;

/// <summary>Reads what <c>ip -json route show table local</c> prints.</summary>
internal static class LocalRouteReader
{
    /// <summary>The destinations; null where the text is something else.</summary>
    public static IReadOnlyList<LocalDestination>? Read(string json, AddressFamily family)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var result = new List<LocalDestination>();
            foreach (var route in document.RootElement.EnumerateArray())
            {
                var to = route.GetProperty("dst").GetString() ?? "";
                if ((to == "default" ? AddressSets.All(family) : AddressSets.ReadNetwork(to, family)) is not { } addresses)
                    return null;
                result.Add(new LocalDestination(KindOf(route), route.TryGetProperty("dev", out var device) ? device.GetString() ?? "" : "", addresses));
            }
            return result;
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static LocalDestinationKind KindOf(JsonElement route)
        => (route.TryGetProperty("type", out var type) ? type.GetString() : null) switch
        {
            "local" => LocalDestinationKind.Local,
            "broadcast" => LocalDestinationKind.Broadcast,
            "anycast" => LocalDestinationKind.Anycast,
            "multicast" => LocalDestinationKind.Multicast,
            _ => LocalDestinationKind.Other,
        };
}
