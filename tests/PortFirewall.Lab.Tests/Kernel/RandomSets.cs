using System.Text;

namespace PortFirewall;

/// <summary>The sets that random rules ask about, made at random once for a twin: a set that a rule names can't be taken away.</summary>
internal static class RandomSets
{
    /// <summary>Their names, for a family.</summary>
    public static IReadOnlyList<string> Of(AddressFamily family)
        => [.. new[] { "hosts", "nets", "hostports", "netports", "any" }.Select(name => name + Suffix(family)), "ports"];

    /// <summary>A text for <c>ipset restore</c> with the sets of both families.</summary>
    public static string Make(int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder("create ports bitmap:port range 0-65535\n");
        for (var i = 0; i < 4; i++)
            text.Append($"add ports {RandomPackets.Port(random)} -exist\n");
        foreach (var family in Enum.GetValues<AddressFamily>())
            Append(text, family, random);
        return text.ToString();
    }

    private static void Append(StringBuilder text, AddressFamily family, Random random)
    {
        var world = KernelWorld.Of(family);
        var suffix = Suffix(family);
        foreach (var (name, type) in new[] { ("hosts", "hash:ip"), ("nets", "hash:net"), ("hostports", "hash:ip,port"), ("netports", "hash:net,port") })
            text.Append($"create {name}{suffix} {type} family {(family == AddressFamily.IPv4 ? "inet" : "inet6")}\n");
        text.Append($"create any{suffix} list:set\nadd any{suffix} nets{suffix}\nadd any{suffix} hosts{suffix}\n");
        string[] networks = [.. world.OtherNetworks.Concat(world.OwnNetworks).Where(n => !n.EndsWith("/0", StringComparison.Ordinal))];
        for (var i = 0; i < 5; i++)
        {
            text.Append($"add hosts{suffix} {OneOf(Host())} -exist\n");
            text.Append($"add nets{suffix} {OneOf(networks)}{(random.Next(4) == 0 ? " nomatch" : "")} -exist\n");
            text.Append($"add hostports{suffix} {OneOf(Host())},{Protocol()}:{RandomPackets.Port(random)} -exist\n");
            text.Append($"add netports{suffix} {OneOf(networks)},{Protocol()}:{RandomPackets.Port(random)}{(random.Next(4) == 0 ? " nomatch" : "")} -exist\n");
        }

        IReadOnlyList<string> Host() => random.Next(3) == 0 ? world.Own : world.Others;

        string Protocol() => random.Next(2) == 0 ? "tcp" : "udp";

        T OneOf<T>(IReadOnlyList<T> values) => values[random.Next(values.Count)];
    }

    private static string Suffix(AddressFamily family) => family == AddressFamily.IPv4 ? "4" : "6";
}
