using System.Text.Json;

namespace PortFirewall;

/// <summary>A table of nf_tables.</summary>
/// <param name="Family"><c>ip</c>, <c>ip6</c>, <c>inet</c>, <c>netdev</c>, <c>arp</c> or <c>bridge</c>.</param>
/// <param name="Name">The name, of its owner's choice.</param>
internal sealed record NftTable(string Family, string Name)
{
    /// <summary>The flags as text; empty where there are none.</summary>
    public string Flags { get; set; } = "";

    /// <summary>The chains by name, in the order in which nft prints them.</summary>
    public Dictionary<string, NftChain> Chains { get; } = new(StringComparer.Ordinal);

    /// <summary>The sets and maps by name, as JSON.</summary>
    public Dictionary<string, JsonElement> Sets { get; } = new(StringComparer.Ordinal);

    /// <summary>The sets that rules put elements into while packets pass: what is in them at a packet's time can't be known.</summary>
    public HashSet<string> ChangingSets { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether it is one of the tables that <c>iptables-nft</c> keeps its rules in.</summary>
    public bool IsOfIptables => Family is "ip" or "ip6" && BuiltInChains.ByTable.ContainsKey(Name);

    /// <summary>Whether it is one by which PortFirewall traces packets.</summary>
    public bool IsOfTrace => Name.StartsWith(TraceTableMessages.NamePrefix, StringComparison.Ordinal);

    /// <summary>Whether its chains see packets of a family.</summary>
    public bool Sees(AddressFamily family) => Family switch
    {
        "ip" => family == AddressFamily.IPv4,
        "ip6" => family == AddressFamily.IPv6,
        "inet" or "netdev" => true,
        _ => false,
    };

    public override string ToString() => $"{Family} {Name}";
}
